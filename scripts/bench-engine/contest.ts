/** What is compared: for each contest, who takes part and how each is started. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { smallGpt } from "./gpt-model.ts";
import type { GptConfig } from "./gpt-model.ts";
import type { TrainOptions } from "./train.ts";

export interface Runner {
  name: string;
  command: string[];
}

export interface Contest {
  id: string;
  title: string;
  /** The first is ours, the second the one that its goal is a multiple of. */
  runners: Runner[];
  /** What ours may take, as a multiple of the second's. */
  goal?: number;
  /** Beside a program that takes a whole processor. */
  busy?: true;
}

export interface Setup {
  python: string | undefined;
  /** A folder for files that runners share. */
  folder: string;
  steps: number;
  threads: number;
}

const here = path.dirname(fileURLToPath(import.meta.url));

export function contests({ python, folder, steps, threads }: Setup): Contest[] {
  const ours = (name: string, options: Omit<TrainOptions, "steps" | "threads">): Runner => ({
    name,
    command: [
      process.execPath,
      "--disable-warning=ExperimentalWarning",
      path.join(here, "train.ts"),
      JSON.stringify({ ...options, steps, threads }),
    ],
  });
  const torch = (name: string, options: object): Runner[] =>
    python === undefined
      ? []
      : [
          {
            name,
            command: [python, path.join(here, "torch", "train.py"), JSON.stringify({ ...options, steps, threads })],
          },
        ];

  type Variant = Partial<GptConfig> & Pick<TrainOptions, "fused">;
  const gpt = (id: string, title: string, { fused, ...config }: Variant = {}): Contest => {
    const initial = path.join(folder, `${id}.bin`);
    return {
      id,
      title,
      runners: [
        fused
          ? ours("with fused operations", { model: "gpt", config, initial, fused })
          : ours("unchanged tfjs code", { model: "gpt", config, initial }),
        ...torch("PyTorch eager", { model: "gpt", config: { ...smallGpt, ...config }, initial }),
      ],
    };
  };
  return [
    { ...gpt("gpt", "GPT, 0.8 M parameters, 1,024 tokens a step"), goal: 1 },
    { ...gpt("gpt-fused", "the same GPT of fused operations", { fused: true }), goal: 0.9 },
    {
      id: "unet",
      title: "U-Net, 0.24 M parameters, 16 pictures of 32×32",
      runners: [
        ours("unchanged tfjs code", { model: "unet" }),
        ...torch("PyTorch eager", { model: "unet" }),
        ...torch("PyTorch channels_last", { model: "unet", channelsLast: true }),
      ],
      goal: 1,
    },
    { ...gpt("gpt-busy", "the GPT beside a program that takes one processor"), goal: 0.1, busy: true },
    gpt("gpt-wide", "the GPT with 16 times the parameters", { dModel: 512 }),
    gpt("gpt-long", "the GPT with 4 times the context", { context: 256, batch: 4 }),
    gpt("gpt-batch", "the GPT with 8 times the batch", { batch: 128 }),
  ];
}
