/**
 * `name?` or `?name` as a whole cell asks what a name is, as in IPython. No TypeScript program reads so.
 *
 * Reference: Jupyter messaging 5.5, "Payloads (DEPRECATED)": the page. JupyterLab shows it as the cell's output.
 */
import type { Session } from "../session/index.ts";
import type { Content } from "./messages.ts";

const chain = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_][\p{ID_Continue}$]*)*`;
const question = new RegExp(String.raw`^\s*(?:\?{1,2}\s*(${chain})|(${chain})\s*\?{1,2})\s*;?\s*$`, "u");

/** `a.b` of the cells `a.b?`, `a.b??` and `?a.b`; undefined for any other. */
export function topicOf(code: string): string | undefined {
  const match = question.exec(code);
  return match?.[1] ?? match?.[2];
}

/** The page that the cell `code` asks for; undefined if it asks for none, or nothing is known of what it names. */
export async function askedPage(code: string, session: Session): Promise<Content | undefined> {
  const topic = topicOf(code);
  if (topic === undefined) return undefined;
  // of what is not known the checker has more to say
  const found = await session.inspect(topic, topic.lastIndexOf(".") + 1).catch(() => undefined);
  return found && { source: "page", start: 0, data: { "text/plain": found.text, "text/markdown": found.markdown } };
}
