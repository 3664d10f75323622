/** lib/tokenizers and lib/image in a process of their own: `node ours.ts <task> …` writes what it measured as one line of JSON. */
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import {
  boxKernel,
  convolve,
  decodeImage,
  resize,
  resizeArea,
  resizeBilinear,
  toBytes,
  toUnit,
} from "../../../lib/image/index.ts";
import { regexBpe } from "../../../lib/tokenizers/index.ts";

const [task, ...files] = process.argv.slice(2);
const timed = async <T>(work: () => T | Promise<T>): Promise<[T, number]> => {
  const start = performance.now();
  const result = await work();
  return [result, (performance.now() - start) / 1000];
};

const tasks: Record<string, () => Promise<object>> = {
  /** corpus, then the file that the tokenizer is saved to */
  async train() {
    const text = readFileSync(files[0]!, "utf8");
    const [tokenizer, seconds] = await timed(() => regexBpe.train([text], { vocabSize: 4096 }));
    writeFileSync(files[1]!, tokenizer.save());
    return { seconds, merges: tokenizer.merges.length };
  },
  /** corpus, tokenizer: the first text that it sees, and the same once more */
  async encode() {
    const text = readFileSync(files[0]!, "utf8");
    const tokenizer = regexBpe.load(readFileSync(files[1]!, "utf8"));
    const [ids, seconds] = await timed(() => tokenizer.encode(text));
    const [, warmSeconds] = await timed(() => tokenizer.encode(text));
    return { seconds, warmSeconds, tokens: ids.length, ids: createHash("sha256").update(ids.join()).digest("hex") };
  },
  /** a picture */
  async images() {
    const bytes = readFileSync(files[0]!);
    const image = await decodeImage(bytes);
    const small = { width: image.width / 2, height: image.height / 2 };
    const large = { width: image.width * 2, height: image.height * 2 };
    const work: Record<string, () => unknown> = {
      "decode PNG": () => decodeImage(bytes),
      "halve, mean of the area": () => toBytes(resizeArea(toUnit(image), small)),
      "double, bilinear": () => toBytes(resizeBilinear(toUnit(image), large)),
      "halve, Lanczos": () => resize(image, small),
      "blur, box of 5": () => toBytes(convolve(toUnit(image), { kernel: boxKernel(5) })),
    };
    const ms: Record<string, number> = {};
    for (const [name, each] of Object.entries(work)) {
      const times: number[] = [];
      for (let i = 0; i < 12; i++) times.push((await timed(each))[1] * 1000);
      ms[name] = Math.min(...times);
    }
    return { ms, megapixels: (image.width * image.height) / 1e6 };
  },
};

const result = await tasks[task!]!();
process.stdout.write(`${JSON.stringify(result)}\n`);
