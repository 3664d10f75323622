/** What the engine is to reach, and the table that says what it does reach. */
import { align } from "../align.ts";
import { median } from "../statistics.ts";
import { contestTitles, runnerNames } from "./contest.ts";
import type { ContestName, RunnerName } from "./contest.ts";
import type { Decoded, DecodeName } from "./decode.ts";
import type { Outcome, Outcomes } from "./rounds.ts";

export interface Results {
  training: Partial<Record<ContestName, Outcomes>>;
  decoding?: Decoded;
}

/** The best and the median of many. */
interface Figure {
  best: number;
  median: number;
}

/** Limits of a figure: `most` or, of speeds, `least`. */
type Goal = { most: Partial<Figure> } | { least: Partial<Figure> };

interface Row {
  title: string;
  ours: Figure;
  /** Who it is compared with, and what they reached. */
  peer?: { name: string; figure: Figure | undefined };
  /** Of ours or, with a peer, of ours divided by the peer's. */
  goal?: Goal | undefined;
}

/** A Markdown table with a line for each goal of which ours was measured. */
export function goalTable(results: Results): string[] {
  const head = ["best / median", "ours", "peer's", "peer", "ours ÷ peer's", "goal", "met"];
  const rows = [...trainingRows(results.training), ...decodingRows(results.decoding)];
  return rows.length === 0 ? [] : align([head, ...rows.map(cells)]);
}

type Take = (outcome: Outcome) => readonly number[];

const steps: Take = (outcome) => outcome.steps;

function trainingRows(training: Results["training"]): Row[] {
  const rows: Row[] = [];
  const figure = (contest: ContestName, runner: RunnerName, take: Take): Figure | undefined => {
    const outcome = training[contest]?.[runner];
    return typeof outcome === "object" ? least(take(outcome)) : undefined;
  };
  const add = (
    contest: ContestName,
    { title, take, of, goal }: { title: string; take: Take; of?: RunnerName; goal?: Goal | undefined },
  ): void => {
    const ours = figure(contest, "ours", take);
    if (!ours) return;
    const peer = of && { name: runnerNames[of], figure: figure(contest, of, take) };
    rows.push({ title, ours, ...(peer && { peer }), goal });
  };
  const step = (contest: ContestName, of: RunnerName, most?: number): void =>
    add(contest, {
      title: `${contestTitles[contest]}, ms`,
      take: steps,
      of,
      goal: most === undefined ? undefined : { most: { median: most } },
    });

  step("gpt", "torch", 1);
  step("gptFused", "torch", 0.9);
  step("gpt", "tfjsNode", 0.5);
  step("gptFused", "tfjsNode", 0.4);
  add("gpt", {
    title: "· of it outside of ONNX Runtime, plain tfjs code, ms",
    take: (o) => o.recording,
    goal: { most: { best: 3, median: 7 } },
  });
  step("unet", "torch", 1);
  step("unet", "torchChannelsLast", 1.15);
  step("gptBusy", "torch", 0.1);
  add("gpt", { title: "first GPT step, with compiling, ms", take: (o) => o.firstMs, goal: { most: { median: 150 } } });
  const [ours, torch] = [figure("gpt", "ours", steps), figure("gpt", "torch", steps)];
  const plainRatio = ours && torch ? ours.median / torch.median : undefined;
  for (const contest of ["gptWide", "gptLong", "gptBatch"] as const) step(contest, "torch", plainRatio);
  for (const contest of ["gpt", "gptFused"] as const)
    add(contest, {
      title: `peak memory: ${contestTitles[contest]}, MB`,
      take: ({ peakMb }) => [peakMb],
      of: "torch",
      goal: { most: { median: 0.4 } },
    });
  return rows;
}

function decodingRows(decoded: Decoded = {}): Row[] {
  const figure = (name: DecodeName): Figure | undefined => {
    const speeds = decoded[name];
    return typeof speeds === "object" ? { best: Math.max(...speeds), median: median(speeds) } : undefined;
  };
  const row = (name: DecodeName, peer: DecodeName, least?: number): Row[] => {
    const ours = figure(name);
    return ours
      ? [
          {
            title: `greedy decoding, engine ${name}, tokens/s`,
            ours,
            peer: { name: peer, figure: figure(peer) },
            goal: least === undefined ? undefined : { least: { median: least } },
          },
        ]
      : [];
  };
  return [...row("relaxed", "PyTorch", 9), ...row("relaxed", "C", 0.8), ...row("simd", "C"), ...row("plain", "C")];
}

function least(values: readonly number[]): Figure {
  return { best: Math.min(...values), median: median(values) };
}

function cells({ title, ours, peer, goal }: Row): string[] {
  const ratio = peer?.figure && { best: ours.best / peer.figure.best, median: ours.median / peer.figure.median };
  return [
    title,
    text(ours),
    peer ? text(peer.figure) : "",
    peer?.name ?? "",
    peer ? text(ratio) : "",
    goal ? goalText(goal) : "",
    goal ? mark(goal, peer ? ratio : ours) : "",
  ];
}

/** "?" where what it is compared with was not measured. */
function mark(goal: Goal, reached: Figure | undefined): string {
  if (!reached) return "?";
  const limits = "most" in goal ? goal.most : goal.least;
  const isMet = (["best", "median"] as const).every((which) => {
    const limit = limits[which];
    if (limit === undefined) return true;
    return "most" in goal ? reached[which] <= limit : reached[which] >= limit;
  });
  return isMet ? "yes" : "NO";
}

function goalText(goal: Goal): string {
  const [sign, { best, median: middle }] = "most" in goal ? ["≤", goal.most] : ["≥", goal.least];
  return `${sign} ${[best, middle]
    .filter((limit) => limit !== undefined)
    .map(digits)
    .join(" / ")}`;
}

function text(figure: Figure | undefined): string {
  if (!figure) return "–";
  const [best, middle] = [digits(figure.best), digits(figure.median)];
  return best === middle ? best : `${best} / ${middle}`;
}

/** Three digits that mean something, thousands in groups. */
function digits(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-US");
  return String(Number(value.toFixed(Math.abs(value) >= 10 ? 1 : 2)));
}
