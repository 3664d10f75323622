/**
 * TensorFlow's own library under tfjs: the package @tensorflow/tfjs-node, an optional peer that is not installed with
 * this one. What `npm run setup:tfjs-node` has built comes before one that npm installed.
 */
import { createRequire } from "node:module";
import util from "node:util";
import { setBackend } from "@tensorflow/tfjs";

export const tfjsNodeName = "tensorflow";

/** Where `npm run setup:tfjs-node` puts it: outside node_modules, which npm empties. */
export const tfjsNodeFolder = new URL("../../.cache/tfjs-node/", import.meta.url);

/** The file that would be loaded, or undefined where the package is not installed. `folder`: where to look first. */
export function findTfjsNode(folder: URL = tfjsNodeFolder): string | undefined {
  try {
    return requireFrom(folder).resolve("@tensorflow/tfjs-node");
  } catch {
    return undefined;
  }
}

/** Subtle: from this folder, so that the package finds our tfjs above it and not one of its own. */
function requireFrom(folder: URL): NodeJS.Require {
  return createRequire(new URL("from-here.js", folder));
}

/** Make TensorFlow's library the backend of tfjs. Throws where it is not installed or does not load. */
export async function startTfjsNode({
  threads,
  folder = tfjsNodeFolder,
}: {
  threads: number;
  /** Where to look first. */
  folder?: URL;
}): Promise<void> {
  putBackUtil();
  // it would tell on stderr which instructions of the processor it uses
  process.env.TF_CPP_MIN_LOG_LEVEL ??= "1";
  process.env.TF_NUM_INTRAOP_THREADS ??= String(threads);
  requireFrom(folder)("@tensorflow/tfjs-node");
  if (!(await setBackend(tfjsNodeName))) throw new Error("TensorFlow's library does not start");
}

/** Functions of node:util that the package calls: Node has removed one, and warns of the other. */
function putBackUtil(): void {
  const functions = { isArray: Array.isArray, isNullOrUndefined: (x: unknown) => x === null || x === undefined };
  for (const [name, f] of Object.entries(functions))
    Object.defineProperty(util, name, { value: f, configurable: true, writable: true });
}
