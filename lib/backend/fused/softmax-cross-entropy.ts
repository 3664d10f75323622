/** Cross-entropy of a softmax with integer labels. Reference: Goodfellow, Bengio and Courville 2016, "Deep Learning", section 6.2.2.3. */
import { logSoftmax, mean, mul, neg, oneHot, sum, tidy } from "@tensorflow/tfjs";
import type { Scalar, Tensor, TensorInfo } from "@tensorflow/tfjs";
import { kernel } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";
import {
  callFused,
  canFuse,
  differentiable,
  expectIndices,
  expectKnownIndices,
  expectShape,
  expectType,
  indicesOf,
} from "./call.ts";

/**
 * The mean over all labels of −log softmax(logits)[label], in nats.
 *
 * One kernel forward and one backward on the backend `onnx`, else `readableSoftmaxCrossEntropy`. It has first derivatives of the
 * logits only.
 *
 * @param logits `[..., class]`, float32, at least two classes.
 * @param labels `[...]`, int32, 0 to class − 1. Those still to be computed are checked when the loss is read.
 * @throws If the shapes or types are others, or a label is none of the classes.
 */
export function softmaxCrossEntropy(logits: Tensor, labels: Tensor): Scalar {
  expectType("logits", logits, "float32");
  expectType("labels", labels, "int32");
  expectShape("labels", labels, logits.shape.slice(0, -1));
  const classes = logits.shape.at(-1) ?? 0;
  if (classes < 2) throw new Error(`logits: expected at least 2 classes, got ${classes}`);
  if (!canFuse(logits)) return readableSoftmaxCrossEntropy(logits, labels);
  expectKnownIndices("labels", labels, classes);
  return differentiable([logits], {
    forward() {
      const [value, logProbabilities] = callFused("SoftmaxCrossEntropy", { logits, labels }) as [Tensor, Tensor];
      return { value, saved: [logProbabilities, labels] };
    },
    backward(dy, saved) {
      const [logProbabilities, labels] = saved as [Tensor, Tensor];
      return callFused("SoftmaxCrossEntropyGrad", { dy, logProbabilities, labels });
    },
  }) as Scalar;
}

/** What `softmaxCrossEntropy` computes, in the words of its formula. */
export function readableSoftmaxCrossEntropy(logits: Tensor, labels: Tensor): Scalar {
  const classes = logits.shape.at(-1)!;
  expectIndices("labels", labels.dataSync() as Int32Array, classes);
  return tidy(() => {
    const logLikelihoods = sum(mul(logSoftmax(logits), oneHot(labels, classes)), -1);
    return neg(mean(logLikelihoods));
  });
}

interface Inputs {
  logits: TensorInfo;
  labels: TensorInfo;
}
interface GradientInputs {
  dy: TensorInfo;
  logProbabilities: TensorInfo;
  labels: TensorInfo;
}

export const softmaxCrossEntropyKernels: KernelTable = {
  /** Its second result are the logarithms of the probabilities. */
  SoftmaxCrossEntropy: kernel<Inputs>(({ logits, labels }, _, backend) => {
    const loss = { shape: [], dtype: logits.dtype };
    return backend.record("SoftmaxCrossEntropy", [logits, labels], [loss, logits], (graph, [logits_, labels_]) => {
      const logProbabilities = graph.op("LogSoftmax", [logits_!], { axis: -1 });
      const [flat, places] = flatten(graph, [logProbabilities, labels_!], logits.shape);
      const chosen = graph.op("GatherElements", [flat, places], { axis: 1 });
      const mean = graph.op("ReduceMean", [chosen], { keepdims: 0 });
      return [graph.op("Neg", [mean]), logProbabilities];
    });
  }),
  /** (softmax(logits) − one-hot(labels)) · dy / count. */
  SoftmaxCrossEntropyGrad: kernel<GradientInputs>(({ dy, logProbabilities, labels }, _, backend) => {
    const { shape } = logProbabilities;
    return backend.record(
      "SoftmaxCrossEntropyGrad",
      [dy, logProbabilities, labels],
      [logProbabilities],
      (graph, names) => {
        const [dy, logProbabilities, labels] = names as [Name, Name, Name];
        const [flat, places] = flatten(graph, [logProbabilities, labels], shape);
        const count = sizeOf(shape.slice(0, -1));
        const minusOne = graph.op("Expand", [graph.scalar(-1), graph.int64([count, 1])]);
        const difference = graph.op("ScatterElements", [graph.op("Exp", [flat]), places, minusOne], {
          axis: 1,
          reduction: "add",
        });
        const scale = graph.op("Mul", [dy, graph.scalar(1 / count)]);
        return graph.reshape(graph.op("Mul", [difference, scale]), shape);
      },
    );
  }),
};

/** As `[count, class]` and `[count, 1]`. */
function flatten(graph: GraphBuilder, [scores, labels]: [Name, Name], shape: readonly number[]): [Name, Name] {
  const classes = shape.at(-1)!;
  const count = sizeOf(shape.slice(0, -1));
  return [graph.reshape(scores, [count, classes]), graph.reshape(indicesOf(graph, labels, classes), [count, 1])];
}
