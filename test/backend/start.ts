/** Starts the engine for a file of tests. */
import * as tf from "@tensorflow/tfjs";
import { backendName, registerOnnxBackend } from "../../lib/backend/index.ts";

/** Two threads, as on the smallest machine that the course names. */
export async function startEngine(): Promise<void> {
  registerOnnxBackend({ threads: 2 });
  await tf.setBackend(backendName);
}
