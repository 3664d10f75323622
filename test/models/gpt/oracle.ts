/** The float64 GPT of test/backend/decode/oracle.ts, for our trees: renamed here by hand, apart from lib. */
import type { DecoderConfig, DecoderWeights } from "../../../lib/backend/index.ts";
import { namedParams } from "../../../lib/models/index.ts";
import type { GptParams } from "../../../lib/models/index.ts";
import { oracleLogits } from "../../backend/decode/oracle.ts";

/** Logits `[pos, vocab]`. */
export function oracle({ config, params }: { config: DecoderConfig; params: GptParams }, ids: number[]): number[][] {
  const numbers = new Map([...namedParams(params)].map(([name, leaf]) => [name, Float64Array.from(leaf.dataSync())]));
  return oracleOf(config, numbers, ids);
}

/** The same for numbers by their names in our tree, in float64 from the start. */
export function oracleOf(config: DecoderConfig, numbers: ReadonlyMap<string, Float64Array>, ids: number[]): number[][] {
  const { dModel } = config;
  const array = (name: string): Float64Array => numbers.get(name)!;
  const weights: Record<string, Float64Array> = {};
  const names: [RegExp, string][] = [
    [/^tokens$/u, "wte"],
    [/^positions$/u, "wpe"],
    [/^norm\./u, "lnF."],
    [/^blocks\.(\d+)\.norm([12])\./u, "h$1.ln$2."],
    [/^blocks\.(\d+)\.attention\.output\./u, "h$1.proj."],
    [/^blocks\.(\d+)\.mlp\./u, "h$1."],
    [/^output\./u, "output."],
  ];
  for (const name of numbers.keys()) {
    const rule = names.find(([pattern]) => pattern.test(name));
    if (rule) weights[name.replace(...rule)] = array(name);
  }
  for (let l = 0; l < config.layers; l++)
    for (const part of ["weight", "bias"]) {
      const three = ["query", "key", "value"].map((each) => `blocks.${l}.attention.${each}.${part}`);
      if (!numbers.has(three[0]!)) continue;
      const rows = array(three[0]!).length / dModel;
      weights[`h${l}.qkv.${part}`] = Float64Array.from({ length: rows * 3 * dModel }, (_, at) => {
        const [row, column] = [Math.floor(at / (3 * dModel)), at % (3 * dModel)];
        return array(three[Math.floor(column / dModel)]!)[row * dModel + (column % dModel)]!;
      });
    }
  // it says float32, and computes with what it is given
  return oracleLogits(weights as unknown as DecoderWeights, config, ids);
}
