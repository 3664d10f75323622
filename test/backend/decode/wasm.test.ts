import { afterEach, expect, test, vi } from "vitest";
import { programs } from "../../../lib/backend/decode/program.ts";

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

/** What is chosen in a runtime whose WebAssembly is this. */
async function fastestWith(webAssembly: { validate(bytes: Uint8Array): boolean } | undefined): Promise<string> {
  vi.stubGlobal("WebAssembly", webAssembly);
  vi.resetModules();
  const { fastestEngine } = await import("../../../lib/backend/decode/wasm.ts");
  return fastestEngine();
}

/** The operator f32x4.relaxed_madd: prefix 0xFD, number 0x105 (WebAssembly 3.0, appendix "Index of Instructions"). */
function hasRelaxedMadd(bytes: Uint8Array): boolean {
  return bytes.some((_, i) => bytes[i] === 0xfd && bytes[i + 1] === 0x85 && bytes[i + 2] === 0x02);
}

test("fused multiply-add is used where the runtime has it, else plain SIMD, else TypeScript", async () => {
  expect(await fastestWith({ validate: () => true })).toBe("relaxed");
  expect(await fastestWith({ validate: (bytes) => !hasRelaxedMadd(bytes) })).toBe("simd");
  expect(await fastestWith({ validate: () => false })).toBe("plain");
  expect(await fastestWith(undefined)).toBe("plain");
});

test("an engine of WebAssembly that is asked for in a runtime without it is refused", async () => {
  vi.stubGlobal("WebAssembly", undefined);
  vi.resetModules();
  const { createDecoder, weightShapes } = await import("../../../lib/backend/decode/index.ts");
  const config = { vocabSize: 1, dModel: 1, layers: 1, heads: 1, context: 1 };
  const weights = Object.fromEntries(
    Object.entries(weightShapes(config)).map(([name, shape]) => [
      name,
      new Float32Array(shape.reduce((product, size) => product * size, 1)),
    ]),
  );
  expect(() => createDecoder(weights, config, { engine: "simd" })).toThrow("engine: expected plain");
  expect([...createDecoder(weights, config).logits(0)]).toEqual([0]);
});

test("the programs are small, and ask for nothing but a memory and the model", async () => {
  const api = (globalThis as unknown as { WebAssembly: WebAssemblyModules }).WebAssembly;
  for (const base64 of Object.values(programs)) {
    const bytes = Buffer.from(base64, "base64");
    expect(bytes.length).toBeLessThan(8192);
    const imports = api.Module.imports(new api.Module(bytes));
    expect([...new Set(imports.map(({ module, kind }) => `${module} ${kind}`))].toSorted()).toEqual([
      "env memory",
      "model global",
    ]);
  }
});

interface WebAssemblyModules {
  Module: { new (bytes: Uint8Array): object; imports(module: object): { module: string; kind: string }[] };
}
