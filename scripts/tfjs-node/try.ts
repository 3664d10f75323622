/** `node try.ts <folder>`: ends well if tfjs-node in that folder computes what it should. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { getBackend, matMul, ones, tensor1d } from "@tensorflow/tfjs";
import { startTfjsNode } from "../../lib/backend/index.ts";

await startTfjsNode({ threads: 1, folder: pathToFileURL(path.join(process.argv[2]!, "/")) });
const product = [...matMul(ones([2, 3]), ones([3, 2])).dataSync()].join();
const text = (tensor1d(["a", "bé"]).dataSync() as unknown as string[]).join();
if (getBackend() !== "tensorflow" || product !== "3,3,3,3" || text !== "a,bé")
  throw new Error(`tfjs-node: expected 3,3,3,3 and a,bé, got ${product} and ${text} from ${getBackend()}`);
