/** The plainest backend, without its greeting: what a test computes must not depend on the fastest engine. */
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "../../lib/backend/index.ts";

export async function startCpu(): Promise<void> {
  if (tf.getBackend() !== "cpu") await selectBackend({ env: { TF_BACKEND: "cpu" } });
}
