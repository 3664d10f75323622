/** The types of numbers that graphs take and give, by tfjs' names: ONNX Runtime keeps them in the same arrays as tfjs. */
export const arrayOf = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

export type GraphType = keyof typeof arrayOf;

export function isGraphType(dtype: string): dtype is GraphType {
  return dtype === "float32" || dtype === "int32" || dtype === "bool";
}
