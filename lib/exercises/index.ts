/** Checkers of the lectures' exercises: fresh trials, and a guess at what is wrong. */
export { checkCountSentences } from "./01/count-sentences.ts";
export type { CountSentences, Rules } from "./01/count-sentences.ts";
export { checkLogProb } from "./01/chain-rule.ts";
export type { LogProb, Next } from "./01/chain-rule.ts";
export { checkSample } from "./01/roll-the-die.ts";
export type { Sample } from "./01/roll-the-die.ts";
export { checkTemperature } from "./01/temperature.ts";
export type { AtTemperature } from "./01/temperature.ts";
export { checkWriteNew } from "./01/stop-the-thief.ts";
export type { NextOfOrder, WriteNew } from "./01/stop-the-thief.ts";
export type { CheckOptions, Feedback } from "./feedback.ts";
