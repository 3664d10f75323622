/** Specs that the cpu backend passes and this one does not, each with its reason. */
export interface Difference {
  spec: string;
  reason: string;
}

export const differences: readonly Difference[] = [];
