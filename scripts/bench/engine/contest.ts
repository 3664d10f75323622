/** What is compared: for each contest, who takes part and how each is started. */
import path from "node:path";
import { smallGpt } from "./gpt-model.ts";
import type { GptConfig } from "./gpt-model.ts";
import type { TrainOptions } from "./train.ts";

/** Who takes part, and what a reader calls them. */
export const runnerNames = {
  ours: "ours",
  torch: "PyTorch eager",
  torchChannelsLast: "PyTorch channels_last",
  tfjsNode: "tfjs-node",
} as const;
export type RunnerName = keyof typeof runnerNames;

export interface Runner {
  name: RunnerName;
  command: string[];
}

/** The GPT has 0.8 M parameters and sees 1,024 tokens a step; the U-Net has 0.24 M and sees 16 pictures of 32 × 32. */
export const contestTitles = {
  gpt: "GPT step, plain tfjs code",
  gptFused: "GPT step, fused operations",
  unet: "U-Net step, plain tfjs code",
  gptBusy: "GPT step beside a program that takes one processor",
  gptWide: "GPT step with 16 times the parameters",
  gptLong: "GPT step with 4 times the context",
  gptBatch: "GPT step with 8 times the batch",
} as const;
export type ContestName = keyof typeof contestTitles;

export interface Contest {
  name: ContestName;
  runners: Runner[];
  /** Beside a program that takes a whole processor. */
  busy?: true;
}

export interface Setup {
  /** A Python that has PyTorch, if there is one. */
  python: string | undefined;
  /** Whether @tensorflow/tfjs-node is here. */
  hasTfjsNode: boolean;
  /** A folder for files that runners share. */
  folder: string;
  steps: number;
  threads: number;
}

export function contests({ python, hasTfjsNode, folder, steps, threads }: Setup): Contest[] {
  const here = import.meta.dirname;
  const node = (name: RunnerName, options: Omit<TrainOptions, "steps" | "threads">): Runner => ({
    name,
    command: [
      process.execPath,
      "--disable-warning=ExperimentalWarning",
      path.join(here, "train.ts"),
      JSON.stringify({ ...options, steps, threads }),
    ],
  });
  const torch = (name: RunnerName, options: object): Runner[] => {
    const program = path.join(here, "torch", "train.py");
    return python === undefined
      ? []
      : [{ name, command: [python, program, JSON.stringify({ ...options, steps, threads })] }];
  };

  type Variant = Partial<GptConfig> & Pick<TrainOptions, "fused">;
  const gpt = (name: ContestName, { fused, ...config }: Variant = {}): Contest => {
    const initial = path.join(folder, `${name}.bin`);
    const ours = { model: "gpt", config, initial, ...(fused && { fused }) } as const;
    return {
      name,
      runners: [node("ours", ours), ...torch("torch", { model: "gpt", config: { ...smallGpt, ...config }, initial })],
    };
  };
  const withTfjsNode = ({ name, runners }: Contest): Contest => ({
    name,
    runners: hasTfjsNode ? [...runners, node("tfjsNode", { model: "gpt", backend: "tensorflow" })] : runners,
  });
  return [
    withTfjsNode(gpt("gpt")),
    withTfjsNode(gpt("gptFused", { fused: true })),
    {
      name: "unet",
      runners: [
        node("ours", { model: "unet" }),
        ...torch("torch", { model: "unet" }),
        ...torch("torchChannelsLast", { model: "unet", channelsLast: true }),
      ],
    },
    { ...gpt("gptBusy"), busy: true },
    gpt("gptWide", { dModel: 512 }),
    gpt("gptLong", { context: 256, batch: 4 }),
    gpt("gptBatch", { batch: 128 }),
  ];
}
