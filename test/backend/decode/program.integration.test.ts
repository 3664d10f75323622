import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { compileDecodeProgram, compilerVersion } from "../../../scripts/decode-program.ts";

const options = { offline: true };
const compiler = compilerVersion(options);

test.skipIf(compiler === undefined)("the committed WebAssembly is what its source gives", () => {
  const file = new URL("../../../lib/backend/decode/program.ts", import.meta.url);
  expect(compileDecodeProgram(options)).toBe(readFileSync(file, "utf8"));
});
