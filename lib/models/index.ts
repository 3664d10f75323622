/** Models: functions with parameters found from data. */
export { adam } from "./adam.ts";
export type { Adam } from "./adam.ts";
export { feedForwardLm } from "./feed-forward-lm.ts";
export type { Examples, FeedForwardConfig, FeedForwardLm } from "./feed-forward-lm.ts";
export { fingerprint } from "./fingerprint.ts";
export { trainIbm1 } from "./ibm1.ts";
export type { Ibm1, SentencePair } from "./ibm1.ts";
export { logProb } from "./language-model.ts";
export type { LanguageModel } from "./language-model.ts";
export { trainNgram } from "./ngram.ts";
export type { Ngram, NgramOptions } from "./ngram.ts";
export { fit, lineObjective, logisticObjective, logisticProbability } from "./fit.ts";
export type { Fit, FitOptions, FitStep, Objective } from "./fit.ts";
export { gptParameters } from "./parameter-count.ts";
export type { GptShape } from "./parameter-count.ts";
