/** Writing with a trained model: one token at a time. */
export { generate } from "./generate.ts";
export type { GenerateOptions } from "./generate.ts";
export { checkContract } from "./generator.ts";
export type { ContractOptions, ContractResult, Generator } from "./generator.ts";
export { atTemperature, greedy, sample } from "./sample.ts";
export type { Distribution } from "./sample.ts";
