/** Which backend tfjs runs on: the one that is asked for, else the fastest that loads. */
import { getBackend, setBackend } from "@tensorflow/tfjs";
import { loadRuntime } from "./onnx/session.ts";
import { quietCpu } from "./quiet-cpu.ts";
import { backendName as onnxName, registerOnnxBackend } from "./register.ts";
import { startTfjsNode, tfjsNodeName } from "./tfjs-node.ts";
import { chooseThreads } from "./threads.ts";
import { wasmName } from "./wasm/runtime.ts";
import { startWasm } from "./wasm/start.ts";

export interface Selection {
  /** What tfjs calls the backend: `tensorflow`, `onnx`, `wasm` or `cpu`. */
  name: string;
  /** Why it is this one, in one line. */
  reason: string;
}

/** Makes a backend that of tfjs, or throws why it cannot be. */
export type Starter = (options: { threads: number }) => Promise<void>;

export interface SelectOptions {
  /** Where `TF_BACKEND` and `TF_THREADS` are looked up. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Threads that work on one operator, in place of `TF_THREADS`. */
  intraOpThreads?: number;
  /** Called with one line if the backend is slower than the one that was wanted, once for each such line. */
  say?: (line: string) => void;
  /** How backends are started, for tests. */
  starters?: Readonly<Record<string, Starter>>;
}

/** The fastest first, except that nobody gets tfjs-node who does not ask for it: it is slower than onnx. */
const order = [tfjsNodeName, onnxName, wasmName, "cpu"];
const choices: Readonly<Record<string, string>> = {
  onnx: onnxName,
  "tfjs-node": tfjsNodeName,
  tensorflow: tfjsNodeName,
  wasm: wasmName,
  cpu: "cpu",
};

const ours: Readonly<Record<string, Starter>> = {
  [tfjsNodeName]: startTfjsNode,
  async [onnxName]({ threads }) {
    loadRuntime();
    registerOnnxBackend({ threads });
    await setBackend(onnxName);
  },
  [wasmName]: startWasm,
  async cpu() {
    await setBackend("cpu");
  },
};

/**
 * Make tfjs run on the backend that `TF_BACKEND` names (onnx, tfjs-node or tensorflow, wasm, cpu), else on the fastest
 * that loads: onnx, wasm, cpu. One that does not load gives way to the next.
 *
 * @throws {RangeError} If `TF_BACKEND` or the number of threads is none that there is.
 */
export async function selectBackend({
  env = process.env,
  intraOpThreads,
  say = (line) => void process.stderr.write(`${line}\n`),
  starters = ours,
}: SelectOptions = {}): Promise<Selection> {
  const asked = readChoice(env.TF_BACKEND);
  const threads = chooseThreads({ env, intraOpThreads });
  quietCpu();
  const failures: { name: string; reason: string }[] = [];
  for (const name of order.slice(order.indexOf(asked ?? onnxName))) {
    try {
      await starters[name]!({ threads });
    } catch (error) {
      failures.push({ name, reason: explain(error) });
      continue;
    }
    const [first] = failures;
    if (!first) return { name, reason: asked ? "TF_BACKEND asks for it" : "the fastest that there is" };
    const reason = failures.map((failure) => `${failure.name}: ${failure.reason}`).join("; ");
    sayOnce(`TensorFlow.js runs on ${name}, not on ${first.name}. ${reason}`, say);
    return { name, reason };
  }
  throw new Error(`no backend starts. ${failures.map(({ name, reason }) => `${name}: ${reason}`).join("; ")}`);
}

let ensuring: Promise<Selection> | undefined;

/**
 * `selectBackend()` where tfjs has no backend yet. What somebody has chosen, or tfjs itself for want of a choice, stays.
 * All but wasm run when this returns, wasm when it resolves.
 *
 * @throws {RangeError} At once, if `TF_BACKEND` or `TF_THREADS` is none that there is.
 */
export function ensureBackend(): Promise<unknown> {
  if (!ensuring && getBackend()) return Promise.resolve();
  readChoice(process.env.TF_BACKEND);
  chooseThreads({ env: process.env });
  ensuring ??= selectBackend().finally(() => (ensuring = undefined));
  return ensuring;
}

function readChoice(asked = ""): string | undefined {
  const name = asked.trim().toLowerCase();
  if (name === "") return undefined;
  if (Object.hasOwn(choices, name)) return choices[name];
  throw new RangeError(`TF_BACKEND: expected ${Object.keys(choices).join(", ")}, got ${asked}`);
}

/** Why a backend does not start, in one line and in words that say what to do where something can be done. */
function explain(error: unknown): string {
  const { message, code }: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  const isMissing = code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND";
  if (isMissing && message.includes("onnxruntime_binding.node"))
    return `onnxruntime-node has no library for ${process.platform}-${process.arch}`;
  if (isMissing && message.includes("'@tensorflow/tfjs-node'"))
    return "@tensorflow/tfjs-node is not installed; npm run setup:tfjs-node builds it";
  return message.trim().split("\n")[0]!;
}

const said = new Set<string>();

function sayOnce(line: string, say: (line: string) => void): void {
  if (said.has(line)) return;
  said.add(line);
  say(line);
}
