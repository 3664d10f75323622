/** Where this backend and tfjs' cpu backend differ: as data, which the tests and the page read. */

/** A spec that the cpu backend passes and this one does not. */
export interface Difference {
  spec: string;
  reason: string;
}

export const differences: readonly Difference[] = [
  {
    spec: "ops/avg_pool: avgPool › gradient x=[3,3,1] f=[3,3] s=1 p=explicit",
    reason:
      "at the edge the mean is that of fewer numbers, and its gradient here what each of them counts; the spec wants what " +
      "the cpu backend does, which divides by the whole window, so that value and gradient do not fit each other",
  },
];

/** A difference that no spec of the suite sees, and that is meant; tests in `kernels/` hold each of them. */
export interface Intended {
  what: string;
  here: string;
  cpu: string;
  reason: string;
}

export const intended: readonly Intended[] = [
  {
    what: "gradient of resizeNearestNeighbor, for all pictures of a batch but the first",
    here: "what each pixel contributes",
    cpu: "numbers from other places",
    reason: "the cpu backend takes the offset of a picture among the small ones for that among the large ones",
  },
  {
    what: "gradient of avgPool and avgPool3d at the edge",
    here: "divided by how many numbers the window holds",
    cpu: "divided by the size of the window",
    reason: "so that it is the gradient of the value, which is divided by how many there are",
  },
  {
    what: "gradient of maxPool3d at the edge",
    here: "of all windows",
    cpu: "some are lost",
    reason: "one picture alone has the gradient of maxPool",
  },
  {
    what: "gradient of cumsum along another axis than the last",
    here: "in the input's shape, each number in its place; on every backend, once this one is registered",
    cpu: "with two axes exchanged",
    reason: "tfjs' own gradient, of all backends, moves axes that cumsum has left where they are",
  },
  {
    what: "pow(1, NaN), pow(1, ±∞), pow(−1, ±∞)",
    here: "1",
    cpu: "NaN",
    reason: "IEEE 754 and TensorFlow say 1; JavaScript's own power does not",
  },
  {
    what: "int32: products above 2⁵³ (multiply, matMul, cumprod)",
    here: "wrap around exactly",
    cpu: "lose the low digits, then wrap",
    reason: "the cpu backend multiplies in float64",
  },
  {
    what: "mean of numbers whose sum is no float32",
    here: "±∞",
    cpu: "finite",
    reason: "added first, then divided, as TensorFlow and PyTorch do; dividing first would read the tensor twice",
  },
  {
    what: "sums and products on the way",
    here: "float32",
    cpu: "float64",
    reason: "speed; so a sum may be ±∞ on the way, and cancelling numbers leave the rounding of float32",
  },
  {
    what: "0 or −0 from maximum, minimum, max, min, relu, prelu, round, mod, where, matMul and sums",
    here: "either",
    cpu: "mostly 0",
    reason: "ONNX Runtime's operators; only 1 / x and atan2 see it",
  },
  {
    what: "erf",
    here: "right to the last digits",
    cpu: "right to 1.5e-7",
    reason: "the cpu backend uses a polynomial",
  },
  {
    what: "sigmoid below −88",
    here: "0",
    cpu: "denormal, down to 1e-45",
    reason: "the exponential is computed in float32",
  },
  {
    what: "matMul of stacks that are spread over each other, as [2, 1, …] over [1, 3, …]",
    here: "each with each",
    cpu: "mixed up",
    reason: "the cpu backend counts both stacks with one index",
  },
  {
    what: "gather with an index that is still to be computed and lies outside",
    here: "an error when the numbers are read",
    cpu: "an error when it is called",
    reason: "looking at it would run the graph up to there; an index that is known is looked at",
  },
];
