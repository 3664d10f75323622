/** A program that selects a backend and trains, run in a process of its own. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { emptyFolder } from "../folders.ts";

const door = pathToFileURL(path.resolve("lib/backend/index.ts")).href;
const tfjs = pathToFileURL(path.resolve("node_modules/@tensorflow/tfjs/dist/tf.node.js")).href;

/** A convolution's gradient, and then the cpu backend, which likes to print. */
const program = `
  import tf from ${JSON.stringify(tfjs)};
  import { selectBackend } from ${JSON.stringify(door)};
  const selection = await selectBackend();
  const loss = (w) => tf.conv2d(tf.ones([1, 3, 3, 1]), w, 1, "same").square().sum();
  export const gradient = [...tf.grad(loss)(tf.ones([3, 3, 1, 1])).dataSync()];
  const backend = tf.getBackend();
  await tf.setBackend("cpu");
  const onCpu = [...tf.tensor1d([1, 2]).add(1).dataSync()];
  console.log(JSON.stringify({ selection, backend, gradient, onCpu }));
`;

export function runSelection(env: Record<string, string>) {
  const file = path.join(emptyFolder(), "program.mjs");
  writeFileSync(file, program);
  const options = { encoding: "utf8", env: { ...process.env, ...env }, timeout: 50_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], options);
  return { status, stderr, result: status === 0 ? JSON.parse(stdout) : stdout };
}

/** Σ over the places that each weight sees of 2 · (the sum there), counted by hand from 4, 6, 4, 6, 9, 6, 4, 6, 4. */
export const gradient = [50, 70, 50, 70, 98, 70, 50, 70, 50];
