/** Token after token through a GPT, with what was computed for earlier tokens kept. */
import { check, checkInteger } from "./check.ts";
import { architectureOf } from "./config.ts";
import type { Architecture, DecoderConfig } from "./config.ts";
import type { Engine, EngineName } from "./engine.ts";
import { plainEngine } from "./plain.ts";
import { fastestEngine, wasmEngine } from "./wasm.ts";
import { checkWeights } from "./weights.ts";
import type { DecoderWeights } from "./weights.ts";

export interface Decoder {
  readonly config: Architecture;
  readonly engine: EngineName;
  /** Tokens taken so far. */
  readonly length: number;
  /** Takes one token. Returns the logits of the next, `[vocab]`, an array of your own. */
  logits(token: number): Float32Array;
  /** Takes tokens one after another. Returns the logits of the one after the last. Takes all of them or, if one is bad, none. */
  prefill(tokens: ArrayLike<number>): Float32Array;
  /** Forgets all tokens. */
  reset(): void;
  /** Forgets all but the first `length` tokens. */
  truncate(length: number): void;
  /** Takes a copy of other weights and forgets all tokens: what was kept of them came from the old weights. */
  replaceWeights(weights: DecoderWeights): void;
}

export interface DecoderOptions {
  /** Default: the fastest that this machine runs. */
  engine?: EngineName;
}

/**
 * A decoder for one sequence. It holds a copy of the weights, which goes when the decoder goes; several are independent.
 * Logits are float32 and those of the same model run on the whole sequence, up to the order of additions.
 *
 * Errors: a config that fits no model, weights that are missing, unknown or of another size, a token that is not in the
 * vocabulary, more tokens than `context`. NaN and infinite weights are taken, and give NaN logits where they are used.
 */
export function createDecoder(
  weights: DecoderWeights,
  config: DecoderConfig,
  { engine: name = fastestEngine() }: DecoderOptions = {},
): Decoder {
  const architecture = architectureOf(config);
  checkWeights(weights, architecture);
  const known = ["relaxed", "simd", "plain"].includes(name);
  check(known, "engine", { expected: "relaxed, simd or plain", got: name });
  const engine: Engine = name === "plain" ? plainEngine(architecture) : wasmEngine(architecture, name);
  engine.load(weights);
  const { vocabSize, context } = architecture;
  let length = 0;

  function checkRoom(count: number): void {
    const expected = `at most ${context} tokens, the model's context (reset or truncate to go on)`;
    check(length + count <= context, "tokens", { expected, got: length + count });
  }

  function take(token: number, wanted: boolean): Float32Array | undefined {
    const logits = engine.step(token, length, wanted);
    length++;
    return logits;
  }

  return {
    config: architecture,
    engine: name,
    get length() {
      return length;
    },
    logits(token) {
      checkInteger(token, "token", { min: 0, max: vocabSize - 1 });
      checkRoom(1);
      return take(token, true)!;
    },
    prefill(tokens) {
      const count: unknown = (tokens as ArrayLike<number> | undefined)?.length;
      check(typeof count === "number" && count > 0, "tokens", { expected: "at least one token", got: tokens });
      const all = Array.from(tokens);
      for (const [index, token] of all.entries())
        checkInteger(token, `tokens[${index}]`, { min: 0, max: vocabSize - 1 });
      checkRoom(all.length);
      const last = all.pop()!;
      for (const token of all) take(token, false);
      return take(last, true)!;
    },
    reset() {
      length = 0;
    },
    truncate(to) {
      checkInteger(to, "length", { min: 0, max: length });
      length = to;
    },
    replaceWeights(others) {
      checkWeights(others, architecture);
      engine.load(others);
      length = 0;
    },
  };
}
