/**
 * The simple recurrent network: h′ = tanh(x · W + h · U + b).
 *
 * Reference: Elman 1990, "Finding Structure in Time", with tanh for the paper's logistic function.
 */
import { tanh } from "@tensorflow/tfjs";
import { countGate, gate, initGate } from "./cell.ts";
import type { Cell, Gate } from "./cell.ts";

export const elman: Cell<Gate> = {
  states: 1,
  init: initGate,
  count: countGate,
  step: (params, x, [h]) => [tanh(gate(params, x, h!))],
};
