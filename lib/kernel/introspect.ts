/**
 * Completion, inspection and completeness: the session's answers in Jupyter's terms.
 *
 * Reference: Jupyter messaging 5.5, "Completion", "Introspection", "Code completeness".
 */
import type { Session } from "../session/index.ts";
import { topicOf } from "./help.ts";
import { completeRequest, contentOf, inspectRequest, isCompleteRequest } from "./messages.ts";
import type { Content, Request } from "./messages.ts";
import { pointsFromUnits, unitsFromPoints } from "./offsets.ts";

export async function complete(request: Request, session: Session): Promise<Content> {
  const { code, cursor_pos: cursor } = contentOf(request, completeRequest);
  const { start, end, matches } = await session.complete(code, units(code, cursor));
  const range = { start: pointsFromUnits(code, start), end: pointsFromUnits(code, end) };
  const typed = ({ text, kind, signature }: (typeof matches)[number]) => ({ text, type: kind, signature, ...range });
  return {
    status: "ok",
    matches: matches.map(({ text }) => text),
    cursor_start: range.start,
    cursor_end: range.end,
    // the field that front ends draw icons from
    metadata: { _jupyter_types_experimental: matches.map(typed) },
  };
}

export async function inspect(request: Request, session: Session): Promise<Content> {
  const { code, cursor_pos: cursor, detail_level: detail } = contentOf(request, inspectRequest);
  const found = await session.inspect(code, units(code, cursor), detail);
  const data = found ? { "text/plain": found.text, "text/markdown": found.markdown } : {};
  return { status: "ok", found: found !== undefined, data, metadata: {} };
}

export async function isComplete(request: Request, session: Session): Promise<Content> {
  const { code } = contentOf(request, isCompleteRequest);
  if (topicOf(code) !== undefined) return { status: "complete" };
  return { ...(await session.isComplete(code)) };
}

function units(code: string, cursor: number | null | undefined): number {
  return cursor === null || cursor === undefined ? code.length : unitsFromPoints(code, cursor);
}
