/**
 * Looking into a model while it computes, and changing what it computes there.
 *
 * A hook is called at each named place with the value there: `blocks.0.attention.weights`, `blocks.0.mlp.hidden`, …
 * What it gives back, if anything, takes the value's place.
 */
import { keep, tidy } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";

/** Values are freed after the pass: read the numbers, or `keep` the tensor. */
export type Hook = (place: string, value: Tensor) => Tensor | void;

/** The value with which the pass goes on. */
export function touch(hook: Hook | undefined, place: string, value: Tensor): Tensor {
  return hook?.(place, value) ?? value;
}

/** A hook for the inside of `part`: it calls `hook` with `part.` before each place. */
export function within(hook: Hook | undefined, part: string): Hook | undefined {
  return hook && ((place, value) => hook(`${part}.${place}`, value));
}

/**
 * What is seen in a pass at the places that `pattern` names, in the order of the pass; the caller disposes of it.
 *
 *     watch(/mlp\.hidden$/u, (hook) => model.forward(params, ids, { hook })).get("blocks.1.mlp.hidden")
 */
export function watch(pattern: RegExp, run: (hook: Hook) => unknown): Map<string, Tensor> {
  const seen = new Map<string, Tensor>();
  tidy(() => {
    run((place, value) => {
      if (pattern.test(place)) seen.set(place, keep(value.clone()));
    });
  });
  return seen;
}
