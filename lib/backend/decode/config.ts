/** Which GPTs can be decoded: decoder-only transformers with a norm before each block, as GPT-2 (Radford et al. 2019). */
import { check, checkInteger } from "./check.ts";

/**
 * - `learned`: a vector for each position is added to the token's (GPT-2).
 * - `rotary`: queries and keys are turned by angles that grow with the position (RoFormer, Su et al. 2021).
 * - `alibi`: a score loses in proportion to the distance (ALiBi, Press et al. 2022, section 3).
 */
export type Positions = "learned" | "rotary" | "alibi" | "none";

/** GELU, Hendrycks and Gimpel 2016: x Φ(x), and its two approximations ½ x (1 + tanh …) and x sigmoid(1.702 x). */
export type Activation = "gelu" | "gelu-tanh" | "gelu-sigmoid";

export interface DecoderConfig {
  vocabSize: number;
  dModel: number;
  /** Blocks of attention and feed-forward. */
  layers: number;
  /** dModel is a multiple of it; each head's share of dModel is even with rotary positions. */
  heads: number;
  /** Most positions that a sequence may have. */
  context: number;
  /** Width of the feed-forward's hidden layer. */
  dMlp?: number;
  positions?: Positions;
  /** Which two numbers of a query are turned together: 2i and 2i + 1 (the paper), or i and i + dHead / 2. */
  rotaryPairs?: "adjacent" | "halves";
  /** Pair i turns by base^(−2i / dHead) radians for each position. */
  rotaryBase?: number;
  activation?: Activation;
  /** Added to the variance in LayerNorm. */
  epsilon?: number;
  /** Whether the linear layers of the blocks have biases. */
  linearBias?: boolean;
  /** Whether a LayerNorm stands before the output. */
  finalNorm?: boolean;
  /** Whether logits come from the token embedding, transposed. */
  tiedOutput?: boolean;
}

export type Architecture = Readonly<Required<DecoderConfig>>;

const sizes = ["vocabSize", "dModel", "layers", "heads", "context", "dMlp"] as const;
const positive = ["rotaryBase", "epsilon"] as const;
const choices = {
  positions: ["learned", "rotary", "alibi", "none"],
  rotaryPairs: ["adjacent", "halves"],
  activation: ["gelu", "gelu-tanh", "gelu-sigmoid"],
  linearBias: [true, false],
  finalNorm: [true, false],
  tiedOutput: [true, false],
} as const;

/** The config with what it leaves out: GPT-2. Errors: sizes that are no positive integers or do not fit each other. */
export function architectureOf(config: DecoderConfig): Architecture {
  check(typeof config === "object" && config !== null, "config", { expected: "an object", got: config });
  const defaults = {
    dMlp: 4 * config.dModel,
    positions: "learned",
    rotaryPairs: "adjacent",
    rotaryBase: 10_000,
    activation: "gelu-tanh",
    epsilon: 1e-5,
    linearBias: true,
    finalNorm: true,
    tiedOutput: true,
  } as const;
  const given = Object.fromEntries(Object.entries(config).filter(([, value]) => value !== undefined));
  const all: Architecture = { ...defaults, ...(given as unknown as DecoderConfig) };
  const known: readonly string[] = [...sizes, ...positive, ...Object.keys(choices)];
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  check(unknown === undefined, "config", { expected: "only options that a decoder has", got: unknown });
  for (const size of sizes) checkInteger(all[size], size, { min: 1, max: Infinity });
  for (const [name, values] of Object.entries(choices)) {
    const got = all[name as keyof typeof choices];
    check((values as readonly unknown[]).includes(got), name, { expected: values.join(", "), got });
  }
  for (const name of positive) {
    const got = all[name];
    check(Number.isFinite(got) && got > 0, name, { expected: "a finite number above 0", got });
  }
  check(all.dModel % all.heads === 0, "dModel", { expected: `a multiple of ${all.heads} heads`, got: all.dModel });
  const dHead = all.dModel / all.heads;
  const even = all.positions !== "rotary" || dHead % 2 === 0;
  check(even, "dModel", { expected: "an even share for each head, to rotate its pairs", got: dHead });
  return Object.freeze(all);
}
