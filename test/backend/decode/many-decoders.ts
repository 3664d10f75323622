/** Makes 300 decoders of 7 MiB, drops them, and prints the MiB that the process holds after each hundred. */
import { createDecoder, weightShapes } from "../../../lib/backend/decode/index.ts";

const config = { vocabSize: 96, dModel: 128, layers: 4, heads: 4, context: 1024 };
const weights = Object.fromEntries(
  Object.entries(weightShapes(config)).map(([name, shape]) => [name, new Float32Array(shape.reduce((a, b) => a * b))]),
);
const mib = [1, 2, 3].map(() => {
  for (let n = 0; n < 100; n++) createDecoder(weights, config).logits(1);
  return process.memoryUsage.rss() / 2 ** 20;
});
console.log(JSON.stringify(mib));
