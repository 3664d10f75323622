/** The float64 GPT of test/backend/decode/oracle.ts, for our trees: renamed here by hand, apart from lib. */
import type { DecoderConfig } from "../../../lib/backend/index.ts";
import { namedParams } from "../../../lib/models/index.ts";
import type { GptParams } from "../../../lib/models/index.ts";
import { oracleLogits } from "../../backend/decode/oracle.ts";

/** Logits `[pos, vocab]`. */
export function oracle({ config, params }: { config: DecoderConfig; params: GptParams }, ids: number[]): number[][] {
  const { dModel } = config;
  const named = namedParams(params);
  const array = (name: string): Float32Array => named.get(name)!.dataSync() as Float32Array;
  const weights: Record<string, Float32Array> = {};
  const names: [RegExp, string][] = [
    [/^tokens$/u, "wte"],
    [/^positions$/u, "wpe"],
    [/^norm\./u, "lnF."],
    [/^blocks\.(\d+)\.norm([12])\./u, "h$1.ln$2."],
    [/^blocks\.(\d+)\.attention\.output\./u, "h$1.proj."],
    [/^blocks\.(\d+)\.mlp\./u, "h$1."],
    [/^output\./u, "output."],
  ];
  for (const name of named.keys()) {
    const rule = names.find(([pattern]) => pattern.test(name));
    if (rule) weights[name.replace(...rule)] = array(name);
  }
  for (const l of params.blocks.keys())
    for (const part of ["weight", "bias"]) {
      const three = ["query", "key", "value"].map((each) => `blocks.${l}.attention.${each}.${part}`);
      if (!named.has(three[0]!)) continue;
      const rows = named.get(three[0]!)!.size / dModel;
      weights[`h${l}.qkv.${part}`] = Float32Array.from({ length: rows * 3 * dModel }, (_, at) => {
        const [row, column] = [Math.floor(at / (3 * dModel)), at % (3 * dModel)];
        return array(three[Math.floor(column / dModel)]!)[row * dModel + (column % dModel)]!;
      });
    }
  return oracleLogits(weights, config, ids);
}
