/** program.as at work: a module for all decoders, an instance and a memory for each. */
import type { Architecture } from "./config.ts";
import type { Engine, EngineName } from "./engine.ts";
import { layoutOf } from "./layout.ts";
import { pack } from "./pack.ts";
import { programs } from "./program.ts";

type WasmName = keyof typeof programs;

/** Of WebAssembly, what is used here: its types come with a browser's, which a cell does not have. */
interface WebAssemblyApi {
  validate(bytes: Uint8Array): boolean;
  Module: new (bytes: Uint8Array) => object;
  Memory: new (pages: { initial: number; maximum: number }) => { readonly buffer: ArrayBuffer };
  Instance: new (module: object, imports: object) => { readonly exports: unknown };
}
const { WebAssembly } = globalThis as unknown as { WebAssembly?: WebAssemblyApi };

const modules = new Map<WasmName, object>();

/** `relaxed` if this runtime has relaxed SIMD, else `simd` if it has SIMD, else `plain`. */
export function fastestEngine(): EngineName {
  const names: readonly WasmName[] = ["relaxed", "simd"];
  return names.find((name) => WebAssembly?.validate(bytesOf(name))) ?? "plain";
}

/** Errors: a runtime without the SIMD that is asked for, a model that does not fit into memory. */
export function wasmEngine(architecture: Architecture, name: WasmName): Engine {
  if (!WebAssembly) throw new Error(`engine: expected plain in a runtime without WebAssembly, got ${name}`);
  const layout = layoutOf(architecture);
  const memory = new WebAssembly.Memory({ initial: layout.pages, maximum: layout.pages });
  const instance = new WebAssembly.Instance(moduleOf(name), { env: { memory }, model: layout.model });
  const { step } = instance.exports as { step(token: number, position: number, wanted: number): void };
  const logits = new Float32Array(memory.buffer, layout.model["logits"], architecture.vocabSize);
  return {
    load: (weights) => pack(weights, architecture, { memory: memory.buffer, layout }),
    step(token, position, wanted) {
      step(token, position, Number(wanted));
      return wanted ? logits.slice() : undefined;
    },
  };
}

function moduleOf(name: WasmName): object {
  let module = modules.get(name);
  if (!module) modules.set(name, (module = new WebAssembly!.Module(bytesOf(name))));
  return module;
}

function bytesOf(name: WasmName): Uint8Array {
  return Uint8Array.from(atob(programs[name]), (character) => character.charCodeAt(0));
}
