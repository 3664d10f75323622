/** The names and shapes of a model's weights. */
import { check } from "./check.ts";
import { architectureOf } from "./config.ts";
import type { Architecture, DecoderConfig } from "./config.ts";

/** Numbers by name, row by row; names and shapes are those of `weightShapes`. */
export type DecoderWeights = Readonly<Record<string, Float32Array>>;

/**
 * Every weight that a model of this config has. A linear layer is `x · weight + bias`: weight `[in, out]`.
 * - `wte [vocab, dModel]`, `wpe [pos, dModel]`
 * - block l: `hl.ln1.gain`, `hl.ln1.bias`, `hl.qkv.weight [dModel, 3·dModel]` (all queries, then keys, then values, each
 *   head after head), `hl.proj.weight`, `hl.ln2.gain`, `hl.ln2.bias`, `hl.up.weight [dModel, dMlp]`,
 *   `hl.down.weight [dMlp, dModel]`, each layer's `.bias` with `linearBias`
 * - `lnF.gain`, `lnF.bias` with `finalNorm`, `output.weight [dModel, vocab]` without `tiedOutput`
 */
export function weightShapes(config: DecoderConfig): Record<string, readonly number[]> {
  const { vocabSize, dModel, layers, context, dMlp, positions, linearBias, finalNorm, tiedOutput } =
    architectureOf(config);
  const shapes: Record<string, readonly number[]> = { wte: [vocabSize, dModel] };
  const norm = (name: string): void => {
    shapes[`${name}.gain`] = [dModel];
    shapes[`${name}.bias`] = [dModel];
  };
  const linear = (name: string, [from, to]: [number, number]): void => {
    shapes[`${name}.weight`] = [from, to];
    if (linearBias) shapes[`${name}.bias`] = [to];
  };
  if (positions === "learned") shapes["wpe"] = [context, dModel];
  for (let l = 0; l < layers; l++) {
    norm(`h${l}.ln1`);
    linear(`h${l}.qkv`, [dModel, 3 * dModel]);
    linear(`h${l}.proj`, [dModel, dModel]);
    norm(`h${l}.ln2`);
    linear(`h${l}.up`, [dModel, dMlp]);
    linear(`h${l}.down`, [dMlp, dModel]);
  }
  if (finalNorm) norm("lnF");
  if (!tiedOutput) shapes["output.weight"] = [dModel, vocabSize];
  return shapes;
}

/** Throws unless `weights` are exactly those of the model. What the numbers are, NaN included, is not looked at. */
export function checkWeights(weights: DecoderWeights, architecture: Architecture): void {
  const given = typeof weights === "object" && weights !== null;
  check(given, "weights", { expected: "an object of Float32Arrays by name", got: weights });
  const shapes = weightShapes(architecture);
  for (const [name, shape] of Object.entries(shapes)) {
    const array: unknown = Object.hasOwn(weights, name) ? weights[name] : undefined;
    const length = shape.reduce((product, size) => product * size, 1);
    check(array instanceof Float32Array && array.length === length, `weights ${name}`, {
      expected: `a Float32Array of [${shape.join(", ")}], ${length} numbers`,
      got: array,
    });
  }
  const unknown = Object.keys(weights).find((name) => !Object.hasOwn(shapes, name));
  const expected = "only the weights that weightShapes(config) names";
  check(unknown === undefined, "weights", { expected, got: unknown });
}
