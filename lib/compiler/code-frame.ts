/** The marked lines under an error. The library is loaded with the first error: it would be a fifth of the kernel's start. */
import { createRequire } from "node:module";
import type * as CodeFrame from "@babel/code-frame";

export const codeFrame: typeof CodeFrame.codeFrameColumns = (...parameters) => {
  const { codeFrameColumns } = createRequire(import.meta.url)("@babel/code-frame") as typeof CodeFrame;
  return codeFrameColumns(...parameters);
};
