/** The stored outcomes: what each kernel did when the whole list was last run against all of them. */
import type { PeerName } from "../../peers/index.ts";
import type { Outcome } from "./run.ts";
import { families } from "./index.ts";
import type { Behaviour } from "./types.ts";

/** `yes`, `not applicable`, or what was seen instead. */
export type Stored = string;

export interface Results {
  versions: Partial<Record<PeerName, string>>;
  /** By id of the behaviour, then by kernel. */
  outcomes: Record<string, Partial<Record<PeerName, Stored>>>;
}

export function storedOf(outcome: Outcome): Stored {
  if (outcome.status === "holds") return "yes";
  return outcome.status === "fails" ? `no: ${outcome.saw || "nothing"}` : "not applicable";
}

const columns: readonly { name: PeerName; title: string }[] = [
  { name: "ours", title: "ours" },
  { name: "ipykernel", title: "ipykernel" },
  { name: "deno", title: "Deno" },
  { name: "tslab", title: "stock tslab" },
];

/** Bold where a kernel lacks it, so that it is seen without colour. */
function mark(stored: Stored | undefined): string {
  if (stored === "yes") return "✓";
  if (stored === undefined) return "?";
  return stored === "not applicable" ? "–" : "**no**";
}

/** The whole generated part of lib/kernel/README.md. */
export function page({ versions, outcomes }: Results): string {
  const all = families.flatMap(({ behaviours }) => behaviours);
  const counts = columns.map(({ name, title }) => {
    const stored = all.map(({ id }) => outcomes[id]?.[name]);
    const meant = stored.filter((each) => each !== "not applicable").length;
    const held = stored.filter((each) => each === "yes").length;
    return `| ${title} | ${versions[name]} | ${held} of ${meant} |`;
  });
  return [
    `${all.length} behaviours in ${families.length} families.`,
    "",
    "| kernel | version | holds |",
    "|---|---|---|",
    ...counts,
    "",
    ...families.flatMap(({ name, behaviours }) => [`### ${capital(name)}`, "", ...table(behaviours, outcomes), ""]),
    "### Where ipykernel, the standard, does otherwise",
    "",
    "Each was looked at. Where a sentence asks for more than the protocol does, it is said.",
    "",
    ...excuses(all, "ipykernel"),
    "",
    "### Where ours does otherwise",
    "",
    ...excuses(all, "ours"),
  ].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function table(behaviours: readonly Behaviour[], outcomes: Results["outcomes"]): string[] {
  return [
    row(["", "what", ...columns.map(({ title }) => title)]),
    row(["---", "---", ...columns.map(() => ":-:")]).replaceAll(" ", ""),
    ...behaviours.map(({ id, title }) =>
      row([id, title.replaceAll("|", "\\|"), ...columns.map(({ name }) => mark(outcomes[id]?.[name]))]),
    ),
  ];
}

/** One line for each reason, with all the ids that it explains. */
function excuses(behaviours: readonly Behaviour[], name: PeerName): string[] {
  const known = behaviours.filter((each) => each.known?.[name] !== undefined);
  const byReason = Map.groupBy(known, (each) => each.known![name]!);
  if (byReason.size === 0) return ["Nowhere."];
  return [...byReason].map(([why, all]) => `- **${all.map(({ id }) => id).join(", ")}** ${capital(why)}.`);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const start = "<!-- behaviours: written by npm run behaviours -- --write -->";
const end = "<!-- end of behaviours -->";

/** `text` with `generated` between the two marks. Throws if they are not there. */
export function withGenerated(text: string, generated: string): string {
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`README: expected ${start} and ${end}, got a text without them`);
  return `${text.slice(0, from + start.length)}\n\n${generated}\n\n${text.slice(to)}`;
}
