/** A question of the session process, put to whoever runs the cell, and the answer as the process takes it. */
import type { InputAnswer, ProcessMessage } from "./protocol.ts";
import type { RunOptions } from "./types.ts";

type Question = ProcessMessage & { type: "input" };

/** Ask. `onInput` is undefined where nobody can be asked; that, or what it throws, becomes the error in the cell. */
export async function answerTo(
  { request, prompt, password }: Question,
  onInput: RunOptions["onInput"],
): Promise<InputAnswer> {
  if (!onInput) {
    const refused = "this front end cannot ask: the notebook runs unattended, or its cell has already ended";
    return { type: "input", request, refused };
  }
  try {
    return { type: "input", request, value: await onInput({ prompt, password }) };
  } catch (error) {
    return { type: "input", request, refused: error instanceof Error ? error.message : String(error) };
  }
}
