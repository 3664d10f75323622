/**
 * Long short-term memory: a cell state c that is only added to and faded, so that what was learned long ago, and its
 * gradient, survive.
 *
 *     i, f, o = σ(x W + h U + b), three gates      g = tanh(x W + h U + b)
 *     c′ = f ∘ c + i ∘ g                           h′ = o ∘ tanh(c′)
 *
 * The forget gate's bias starts at 1, so that the cell begins by remembering (Jozefowicz et al. 2015, section 2.2).
 * References: Hochreiter and Schmidhuber 1997, "Long Short-Term Memory"; the forget gate is of Gers et al. 2000.
 */
import { add, mul, ones, sigmoid, tanh } from "@tensorflow/tfjs";
import { countGate, gate, initGate } from "./cell.ts";
import type { Cell, Gate } from "./cell.ts";

export type Lstm = { readonly input: Gate; readonly forget: Gate; readonly output: Gate; readonly candidate: Gate };

export const lstm: Cell<Lstm> = {
  states: 2,
  init(sizes, options) {
    const forget = initGate(sizes, options);
    forget.input.bias!.dispose();
    return {
      input: initGate(sizes, options),
      forget: { ...forget, input: { ...forget.input, bias: ones([sizes[1]]) } },
      output: initGate(sizes, options),
      candidate: initGate(sizes, options),
    };
  },
  count: (sizes) => 4 * countGate(sizes),
  step(params, x, state) {
    const [h, c] = state as [(typeof state)[0], (typeof state)[0]];
    const kept = mul(sigmoid(gate(params.forget, x, h!)), c!);
    const written = mul(sigmoid(gate(params.input, x, h!)), tanh(gate(params.candidate, x, h!)));
    const next = add(kept, written);
    return [mul(sigmoid(gate(params.output, x, h!)), tanh(next)), next];
  },
};
