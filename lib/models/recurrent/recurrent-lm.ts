/**
 * A language model that reads from left to right and remembers in a state of fixed size: time grows with the text,
 * memory does not, and what is far back must survive every step in between.
 *
 *     h = cell(tokens[id], h)      logits = h · W + b
 *
 * Reference: Mikolov et al. 2010, "Recurrent neural network based language model".
 */
import { stack, tidy, unstack, zeros } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { check, checkInteger } from "../../core/index.ts";
import { embed, initEmbedding } from "../layers/embedding.ts";
import { countLinear, initLinear, linear } from "../layers/linear.ts";
import type { Linear } from "../layers/linear.ts";
import type { Model } from "../model.ts";
import type { Params } from "../params.ts";
import { shiftByOne, tokenLoss } from "../token-loss.ts";
import type { Cell, CellState } from "./cell.ts";
import { elman } from "./elman.ts";
import { gru } from "./gru.ts";
import { lstm } from "./lstm.ts";

const cells = { elman, gru, lstm } as const;

export interface RecurrentConfig {
  vocabSize: number;
  /** Numbers of a token's vector. */
  dEmbed: number;
  /** Numbers of the state, and of an LSTM's second one. */
  dHidden: number;
  cell: keyof typeof cells;
}

export type RecurrentParams = { readonly tokens: Tensor; readonly cell: Params; readonly output: Linear };

export interface RecurrentLm extends Model<RecurrentParams, Tensor, Tensor> {
  readonly config: Readonly<RecurrentConfig>;
  /** The state before any token. */
  start(options?: { batch?: number }): CellState;
  /** One token of each sequence, `[batch]`, int32: the new state, and logits of the next token `[batch, vocab]`. */
  step(params: RecurrentParams, tokens: Tensor, options: { state: CellState }): { logits: Tensor; state: CellState };
  /** Nats per next token of ids `[batch, pos]`, at least two of them. `counts [batch, pos]`: how much each is to be learned. */
  loss(params: RecurrentParams, ids: Tensor, options?: { counts?: Tensor }): Scalar;
}

/** A recurrent language model: ids `[batch, pos]`, int32 → logits `[batch, pos, vocab]`. */
export function recurrentLm(config: RecurrentConfig): RecurrentLm {
  const { vocabSize, dEmbed, dHidden } = config;
  for (const name of ["vocabSize", "dEmbed", "dHidden"] as const)
    checkInteger(config[name], `recurrentLm ${name}`, { min: 1 });
  check(Object.hasOwn(cells, config.cell), "recurrentLm cell", Object.keys(cells).join(", "), config.cell);
  const cell = cells[config.cell] as Cell<never> as Cell<Params>;

  const start = ({ batch = 1 } = {}): CellState => Array.from({ length: cell.states }, () => zeros([batch, dHidden]));

  function forward(params: RecurrentParams, ids: Tensor): Tensor {
    checkIds(ids, 1);
    return tidy(() => {
      let state = start({ batch: ids.shape[0]! });
      const seen = unstack(embed(params.tokens, ids), 1).map((x) => {
        state = cell.step(params.cell, x, state);
        return state[0]!;
      });
      return linear(params.output, stack(seen, 1));
    });
  }

  return Object.freeze({
    config,
    parameterCount: vocabSize * dEmbed + cell.count([dEmbed, dHidden]) + countLinear([dHidden, vocabSize]),
    init: ({ rng }) => ({
      tokens: initEmbedding([vocabSize, dEmbed], { rng, std: 1 / Math.sqrt(dEmbed) }),
      cell: cell.init([dEmbed, dHidden], { rng }),
      output: initLinear([dHidden, vocabSize], { rng }),
    }),
    forward,
    start,
    step: (params, tokens, { state }) =>
      tidy(() => {
        const next = cell.step(params.cell, embed(params.tokens, tokens), state);
        return { logits: linear(params.output, next[0]!), state: [...next] };
      }),
    loss(params, ids, { counts } = {}) {
      checkIds(ids, 2);
      return tidy(() => {
        const { input, ...targets } = shiftByOne(ids, { counts });
        return tokenLoss(forward(params, input), targets);
      });
    },
  } satisfies RecurrentLm);
}

function checkIds({ shape }: Tensor, least: number): void {
  const fits = shape.length === 2 && shape[0]! > 0 && shape[1]! >= least;
  check(fits, "recurrentLm ids", `[batch, pos] with at least ${least} positions`, `[${shape.join(", ")}]`);
}
