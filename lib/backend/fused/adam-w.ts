/** Adam with decoupled weight decay. Reference: Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization", algorithm 2. */
import { AdamOptimizer, engine, mul, serialization, tidy } from "@tensorflow/tfjs";
import type { Variable } from "@tensorflow/tfjs";
import { OnnxBackend } from "../backend.ts";
import { applyAdam, memoryOf, named, setMemory } from "../optimizers.ts";
import type { AdamMemory, Gradients } from "../optimizers.ts";

export interface AdamWOptions {
  /** η, above 0. */
  learningRate: number;
  /** How much of the first moment is kept, 0 to 1 (default 0.9). */
  beta1?: number;
  /** How much of the second moment is kept, 0 to 1 (default 0.999). */
  beta2?: number;
  /** Added to the root of the second moment (default 10⁻⁸). */
  epsilon?: number;
  /** λ: how much of a weight is lost in each step, in units of the learning rate (default 0.01). */
  weightDecay?: number;
  /** Which variables lose weight (default: all). Often only matrices do: `({ rank }) => rank > 1`. */
  decays?: (variable: Variable) => boolean;
}

/**
 * w ← w − η λ w − η m̂ / (√v̂ + ε), with the moments' estimates m̂ and v̂ of Adam.
 *
 * The decay is the learning rate times λ, as in most libraries; the paper's λ is that product. One kernel for each variable on the
 * backend `onnx`, else composed of tfjs' operations.
 */
export class AdamWOptimizer extends AdamOptimizer {
  static override get className(): string {
    return "AdamW";
  }

  readonly #weightDecay: number;
  readonly #decays: (variable: Variable) => boolean;

  constructor(options: AdamWOptions) {
    const {
      learningRate,
      beta1 = 0.9,
      beta2 = 0.999,
      epsilon = 1e-8,
      weightDecay = 0.01,
      decays = () => true,
    } = options;
    expect("learningRate", learningRate, { to: Infinity });
    expect("weightDecay", weightDecay, { to: Infinity });
    expect("beta1", beta1, { to: 1 });
    expect("beta2", beta2, { to: 1 });
    super(learningRate, beta1, beta2, epsilon);
    this.#weightDecay = weightDecay;
    this.#decays = decays;
  }

  override applyGradients(gradients: Gradients): void {
    const factor = 1 - this.learningRate * this.#weightDecay;
    if (engine().backend instanceof OnnxBackend) {
      applyAdam(this, { gradients, keep: (variable) => (this.#decays(variable) ? factor : 1) });
      return;
    }
    for (const [name, gradient] of named(gradients)) {
      const variable = engine().registeredVariables[name]!;
      if (gradient && this.#decays(variable)) tidy(() => variable.assign(mul(variable, factor)));
    }
    super.applyGradients(gradients as Parameters<AdamOptimizer["applyGradients"]>[0]);
  }

  /** η of the steps to come: what a schedule sets. */
  setLearningRate(learningRate: number): void {
    expect("learningRate", learningRate, { to: Infinity });
    this.learningRate = learningRate;
  }

  /** What it remembers. The tensors change with the next step. */
  memory(): AdamMemory {
    return memoryOf(this);
  }

  /** Go on as if it had made the steps that `memory` is of. */
  setMemory(memory: AdamMemory): void {
    setMemory(this, memory);
  }

  /** Which variables lose weight is not part of it. */
  override getConfig(): ReturnType<AdamOptimizer["getConfig"]> {
    return { ...super.getConfig(), weightDecay: this.#weightDecay };
  }

  static override fromConfig<T extends serialization.Serializable>(
    type: serialization.SerializableConstructor<T>,
    config: serialization.ConfigDict,
  ): T {
    return new type(config);
  }
}

serialization.registerClass(AdamWOptimizer);

/** See `AdamWOptimizer`. Used as tfjs' own: `adamW({ learningRate: 1e-3 }).minimize(loss)`. */
export function adamW(options: AdamWOptions): AdamWOptimizer {
  return new AdamWOptimizer(options);
}

function expect(name: string, value: number, { to }: { to: number }): void {
  if (!(value >= 0 && value < to))
    throw new Error(`${name}: expected 0 ${to === 1 ? "to below 1" : "or more"}, got ${value}`);
}
