/**
 * Stage 3 by trying (增強式學習): write answers, have them judged, and make each as much likelier as it was better than the others.
 *
 *     reward′ = reward − β · (log π(answer) − log π₀(answer))
 *     loss = −mean of (reward′ − mean reward′) · log π(answer)
 *
 * References: Williams 1992, "Simple statistical gradient-following algorithms", for REINFORCE with a baseline; Ouyang et al.
 * 2022, "InstructGPT", section 3.5, for the reference that holds it. With `clip`, Schulman et al. 2017, "Proximal Policy
 * Optimization Algorithms", equation 7: several steps on the same answers, each held near what wrote them. An answer is one
 * action here, as a whole; large models take each of its tokens for one.
 */
import { exp, clipByValue, mean, minimum, mul, neg, sub, tensor1d, tidy } from "@tensorflow/tfjs";
import type { Scalar } from "@tensorflow/tfjs";
import { checkInteger, checkNumber } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import type { Gpt, GptParams } from "../models/index.ts";
import { answeredTexts, answerLogProbs } from "./answers.ts";
import type { Demonstration, Prompts, Tokens } from "./data.ts";
import type { Objective } from "./objective.ts";
import { tryAnswers } from "./try-answers.ts";

/** How good an answer is: a person, a rule, a reward model. The die is for judges that err. */
export type Judge = (prompt: Tokens, answer: Tokens, options: { rng: Rng }) => number;

export interface PolicyGradientOptions {
  /** How many answers are tried in a batch. */
  batchSize: number;
  judge: Judge;
  /** The token that ends an answer. */
  end: number;
  maxTokens: number;
  /** π₀, and β, what a nat away from it costs (default: none). */
  reference?: GptParams;
  beta?: number;
}

export interface PpoOptions extends PolicyGradientOptions {
  /** How many steps are made on the same answers (default 4). */
  stepsPerBatch?: number;
  /** ε: how far a probability may move before it stops to pay (default 0.2). */
  clip?: number;
}

export interface TriedBatch {
  readonly items: readonly Demonstration[];
  /** What the judge said of each, before the reference is taken into account. */
  readonly rewards: readonly number[];
  /** How much better than the others each was. */
  readonly advantages: readonly number[];
  /** log π of each answer when it was written. */
  readonly logProbs: readonly number[];
}

/** REINFORCE: one step for each batch of answers. */
export function policyGradient(
  model: Gpt,
  prompts: Prompts,
  options: PolicyGradientOptions,
): Objective<GptParams, TriedBatch> {
  const { length, batch } = trials(model, prompts, options);
  return {
    name: "policy gradient",
    batch,
    loss: (params, { items, advantages }) =>
      tidy(() => {
        const logProbs = answerLogProbs(model, params, answeredTexts(items, { length }));
        return neg(mean(mul(logProbs, tensor1d([...advantages])))) as Scalar;
      }),
  };
}

/** PPO: several steps for each batch; no answer pays for becoming more than ε likelier or less likely than when it was written. */
export function ppo(model: Gpt, prompts: Prompts, options: PpoOptions): Objective<GptParams, TriedBatch> {
  const { stepsPerBatch = 4, clip = 0.2 } = options;
  checkInteger(stepsPerBatch, "ppo stepsPerBatch", { min: 1 });
  checkNumber(clip, "ppo clip", { min: 0, max: 1 });
  const { length, batch } = trials(model, prompts, options);
  return {
    name: "PPO",
    stepsPerBatch,
    batch,
    loss: (params, { items, advantages, logProbs }) =>
      tidy(() => {
        const now = answerLogProbs(model, params, answeredTexts(items, { length }));
        const ratio = exp(sub(now, tensor1d([...logProbs])));
        const gain = tensor1d([...advantages]);
        const clipped = clipByValue(ratio, 1 - clip, 1 + clip);
        return neg(mean(minimum(mul(ratio, gain), mul(clipped, gain)))) as Scalar;
      }),
  };
}

function trials(model: Gpt, { items: prompts }: Prompts, options: PolicyGradientOptions) {
  const { batchSize, judge, end, maxTokens, reference, beta = 0 } = options;
  checkInteger(batchSize, "policyGradient batchSize", { min: 2 });
  checkInteger(maxTokens, "policyGradient maxTokens", { min: 1 });
  checkNumber(beta, "policyGradient beta", { min: 0 });
  const length = Math.max(...prompts.map((prompt) => prompt.length)) + maxTokens;
  const batch = ({ rng, params }: { rng: Rng; params: GptParams }): TriedBatch => {
    const asked = Array.from({ length: batchSize }, () => rng.pick(prompts));
    const answers = tryAnswers(model, params, { prompts: asked, rng, end, maxTokens });
    const items = asked.map((prompt, i) => ({ prompt, answer: answers[i]! }));
    const rewards = items.map(({ prompt, answer }) => judge(prompt, answer, { rng }));
    for (const reward of rewards) checkNumber(reward, "policyGradient judge");
    const logProbsOf = (of: GptParams): number[] =>
      tidy(() => [...answerLogProbs(model, of, answeredTexts(items, { length })).dataSync()]);
    const logProbs = logProbsOf(params);
    const before = reference && beta > 0 ? logProbsOf(reference) : logProbs;
    const held = rewards.map((reward, i) => reward - beta * (logProbs[i]! - before[i]!));
    const usual = held.reduce((sum, each) => sum + each, 0) / batchSize;
    return { items, rewards, advantages: held.map((each) => each - usual), logProbs };
  };
  return { length, batch };
}
