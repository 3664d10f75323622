/**
 * The requests a kernel understands: what their content must be, and what a missing field means.
 *
 * Reference: Jupyter messaging 5.5, one section per message type.
 */
import * as v from "valibot";
import type { Message } from "./wire.ts";

/** A message from a client, and the channel that its reply goes back on. */
export interface Request extends Message {
  channel: "shell" | "control";
}

export type Content = Record<string, unknown>;

const integer = v.pipe(v.number(), v.integer());
const flag = (byDefault: boolean) => v.optional(v.boolean(), byDefault);
const position = v.object({ code: v.string(), cursor_pos: v.nullish(v.pipe(integer, v.minValue(0))) });

export const executeRequest = v.pipe(
  v.object({
    code: v.string(),
    silent: flag(false),
    store_history: flag(true),
    user_expressions: v.nullish(v.record(v.string(), v.string()), {}),
    allow_stdin: flag(true),
    stop_on_error: flag(true),
  }),
  // a silent request is never stored, whatever it says
  v.transform((request) => ({ ...request, store_history: request.store_history && !request.silent })),
);
export type ExecuteRequest = v.InferOutput<typeof executeRequest>;

export const inputReply = v.object({ status: v.optional(v.string(), "ok"), value: v.optional(v.string()) });

export const completeRequest = position;
export const inspectRequest = v.object({ ...position.entries, detail_level: v.optional(v.picklist([0, 1]), 0) });
export const isCompleteRequest = v.object({ code: v.string() });
export const commInfoRequest = v.object({ target_name: v.nullish(v.string()) });
export const commOpen = v.object({ comm_id: v.string(), target_name: v.optional(v.string(), "") });
/**
 * What asks for the end is the request itself; `restart` only says whether to expect another kernel. So whatever it
 * holds is no reason to refuse: ipykernel ends too, and a client that is refused kills the kernel some seconds later.
 */
export const shutdownRequest = v.object({ restart: v.fallback(flag(false), false) });

const historyForm = { output: flag(false), raw: flag(true) };
export const historyRequest = v.variant("hist_access_type", [
  v.object({ hist_access_type: v.literal("tail"), n: v.nullish(integer), ...historyForm }),
  v.object({
    hist_access_type: v.literal("range"),
    session: v.optional(integer, 0),
    start: v.nullish(integer),
    stop: v.nullish(integer),
    ...historyForm,
  }),
  v.object({
    hist_access_type: v.literal("search"),
    // a search may take as long as the pattern times all that is remembered
    pattern: v.optional(v.pipe(v.string(), v.maxLength(1_000)), "*"),
    n: v.nullish(integer),
    unique: flag(false),
    ...historyForm,
  }),
]);
export type HistoryRequest = v.InferOutput<typeof historyRequest>;

/** The checked content of `request`; throws an error that names the field. */
export function contentOf<S extends v.GenericSchema>(request: Message, schema: S): v.InferOutput<S> {
  const parsed = v.safeParse(schema, request.content);
  if (parsed.success) return parsed.output;
  const issue = parsed.issues[0];
  const field = v.getDotPath(issue) ?? "content";
  throw new TypeError(`${request.header.msg_type}: ${field}: expected ${issue.expected}, got ${issue.received}`);
}

/** The content of a reply that says what went wrong. */
export function errorContent(error: unknown): Content {
  const ename = error instanceof Error ? error.name : "Error";
  const evalue = error instanceof Error ? error.message : String(error);
  return { status: "error", ename, evalue, traceback: [`${ename}: ${evalue}`] };
}
