/** What a graph is made of, to tell whether something was recognised. */
import { vi } from "vitest";
import { GraphBuilder } from "../../../lib/backend/onnx/graph-builder.ts";

/** The operators of the graphs that are compiled meanwhile. */
export function operatorsOf(run: () => void): string[] {
  const ops = vi.spyOn(GraphBuilder.prototype, "ops");
  try {
    run();
    return ops.mock.calls.map(([type]) => type);
  } finally {
    ops.mockRestore();
  }
}
