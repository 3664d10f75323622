/**
 * The gated recurrent unit: the state is kept where the update gate z is near 1, and forgotten in the guess where the
 * reset gate r is near 0.
 *
 *     r = σ(x W_r + h U_r + b_r)      z = σ(x W_z + h U_z + b_z)
 *     h̃ = tanh(x W + (r ∘ h) U + b)   h′ = z ∘ h + (1 − z) ∘ h̃
 *
 * Reference: Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder", section 2.3. PyTorch and cuDNN
 * apply r after the product with U instead.
 */
import { add, mul, sigmoid, sub, tanh } from "@tensorflow/tfjs";
import { countGate, gate, initGate } from "./cell.ts";
import type { Cell, Gate } from "./cell.ts";

export type Gru = { readonly reset: Gate; readonly update: Gate; readonly candidate: Gate };

export const gru: Cell<Gru> = {
  states: 1,
  init: (sizes, options) => ({
    reset: initGate(sizes, options),
    update: initGate(sizes, options),
    candidate: initGate(sizes, options),
  }),
  count: (sizes) => 3 * countGate(sizes),
  step(params, x, state) {
    const h = state[0]!;
    const r = sigmoid(gate(params.reset, x, h));
    const z = sigmoid(gate(params.update, x, h));
    const guess = tanh(gate(params.candidate, x, mul(r, h)));
    return [add(mul(z, h), mul(sub(1, z), guess))];
  },
};
