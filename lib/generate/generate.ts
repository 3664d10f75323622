/** The whole of what a model writes: text with one vocabulary, a picture with another. */
import type { LanguageModel } from "../models/index.ts";
import { stream } from "./stream.ts";
import type { GenerateOptions } from "./stream.ts";

/** The tokens that `model` writes after the prompt. Stops at `end`, at `maxTokens`, or where the model knows no next. */
export function generate<Token>(model: LanguageModel<Token>, options: GenerateOptions<Token>): Token[] {
  return [...stream(model, options)];
}
