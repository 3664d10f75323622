/** What two stacks of matrices are multiplied into. */
import { broadcast_util, util } from "@tensorflow/tfjs";

export interface MatmulShapes {
  /** [...batch, rows, columns]. */
  shape: number[];
  batch: number[];
  columns: number;
  /** The length that is summed over. */
  inner: number;
  /** Attributes of `Gemm` and `FusedMatMul`. */
  transposes: { transA: 0 | 1; transB: 0 | 1 };
}

/** Shapes of a · b: [...batch, rows, inner] · [...batch, inner, columns]. Throws tfjs' error for what does not fit. */
export function matmulShapes(
  { shape: a }: { shape: readonly number[] },
  { shape: b }: { shape: readonly number[] },
  { transposeA, transposeB }: { transposeA: boolean; transposeB: boolean },
): MatmulShapes {
  const [rows, innerA] = lastTwo(a, transposeA);
  const [innerB, columns] = lastTwo(b, transposeB);
  const batch = broadcast_util.assertAndGetBroadcastShape(a.slice(0, -2), b.slice(0, -2));
  util.assert(
    innerA === innerB,
    () =>
      `Error in matMul: inner shapes (${innerA}) and (${innerB}) of Tensors with shapes ${a} and ${b} ` +
      `and transposeA=${transposeA} and transposeB=${transposeB} must match.`,
  );
  const transposes = { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0 } as const;
  return { shape: [...batch, rows, columns], batch, columns, inner: innerA, transposes };
}

/** Subtle: a vector has a last length only, and tfjs compares it with what the other lacks. */
function lastTwo(shape: readonly number[], isTransposed: boolean): [number, number] {
  const [rows, columns] = [shape[shape.length - 2]!, shape[shape.length - 1]!];
  return isTransposed ? [columns, rows] : [rows, columns];
}
