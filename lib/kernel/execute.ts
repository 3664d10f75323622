/**
 * One execute request from its first message to its last: busy, `execute_input`, outputs, reply, idle, in this order.
 *
 * Reference: Jupyter messaging 5.5, "Execute" and "Execution results".
 */
import type { CellError, CellResult, InputRequest, Output, RunOptions, Session } from "../session/index.ts";
import { askedPage } from "./help.ts";
import type { History } from "./history.ts";
import { contentOf, errorContent, executeRequest } from "./messages.ts";
import type { Content, ExecuteRequest, Request } from "./messages.ts";
import type { Messenger } from "./messenger.ts";
import { cellOutputs } from "./outputs.ts";
import type { CellOutputs } from "./outputs.ts";
import type { Stdin } from "./stdin.ts";

export interface ExecuteContext {
  messenger: Messenger;
  history: History;
  /** The session, or an error that says why there is none. */
  session(): Promise<Session>;
  /** The outcome of `work`, or `InterruptedError` if an interrupt comes first. */
  interruptible<T>(work: Promise<T>): Promise<T>;
  /** Whom a cell asks. */
  stdin: Pick<Stdin, "ask" | "cancel">;
  /** The counter that cells are numbered by. */
  counter: { stored: number; unstored: number };
  /** Where output belongs that comes later and names no cell. */
  adopt(outputs: CellOutputs): void;
}

/** What became of a cell: its reply, and whether the requests behind it must not run. */
export interface Executed {
  reply: Content;
  stopsQueue: boolean;
}

/** Run the cell of `request` and show what it shows. Everything but the reply and the closing idle status. */
export async function execute(request: Request, context: ExecuteContext): Promise<Executed> {
  let content: ExecuteRequest;
  try {
    content = contentOf(request, executeRequest);
  } catch (error) {
    return { reply: { ...errorContent(error), ...replyForm(context) }, stopsQueue: false };
  }
  const reply = await runCell(request, { content, context });
  return { reply, stopsQueue: reply.status === "error" && content.stop_on_error && !content.silent };
}

/** The reply of a request that was still waiting when an earlier one failed. Without a number: JupyterLab would show it. */
export function abortedReply(): Content {
  return { status: "aborted" };
}

function replyForm({ counter }: ExecuteContext): { execution_count: number; payload: []; user_expressions: Content } {
  return { execution_count: counter.stored, payload: [], user_expressions: {} };
}

async function runCell(
  request: Request,
  { content, context }: { content: ExecuteRequest; context: ExecuteContext },
): Promise<Content> {
  const { messenger, history, counter } = context;
  const { code, silent, store_history: store } = content;
  if (store) counter.stored++;
  else counter.unstored++;
  const form = replyForm(context);
  const outputs = cellOutputs(messenger, { parent: request.header, executionCount: form.execution_count });
  // a client that answers no questions is a program, and what it runs is nobody's to recall
  const addOutput = store ? history.add(form.execution_count, code, { keep: content.allow_stdin }) : undefined;
  if (!silent) {
    void messenger.publish("execute_input", { code, execution_count: form.execution_count }, request.header);
    context.adopt(outputs);
  }

  // the newest error waits for the cell's end, when more is known of where it was thrown
  let held: CellError | undefined;
  let ended = false;
  function show(output: Output): void {
    if (held) publish({ type: "error", ...held });
    held = undefined;
    if (output.type === "error" && !ended) held = output;
    else publish(output);
  }
  function publish(output: Output): void {
    if (output.type === "result") addOutput?.(String(output.data["text/plain"] ?? ""));
    if (!silent) outputs.show(output);
  }

  const name = store ? `In[${counter.stored}]` : `In[*${counter.unstored}]`;
  const onInput = async (question: InputRequest): Promise<string | null> => {
    await outputs.flush();
    return context.stdin.ask(request, question);
  };
  const result = await runIn(context, { code, name, show, onInput: content.allow_stdin ? onInput : undefined });
  context.stdin.cancel();
  ended = true;
  const error = result.status === "ok" ? held : (result.error ?? held ?? unexplained(result));
  if (held && held.message !== error?.message) publish({ type: "error", ...held });
  if (error) publish({ type: "error", ...error });
  await outputs.flush();
  if (error && result.status !== "ok") {
    const { name: ename, message: evalue, traceback } = error;
    return { status: "error", ename, evalue, traceback, ...form };
  }
  const userExpressions = await evaluateAll(content.user_expressions, context);
  const payload = result.page ? [result.page] : [];
  return { status: "ok", ...form, payload, user_expressions: userExpressions };
}

type Ended = Pick<CellResult, "status" | "error" | "reason"> & {
  /** What the cell asked to be shown instead of running. */
  page?: Content;
};

async function runIn(
  context: ExecuteContext,
  cell: { code: string; name: string; show: (output: Output) => void; onInput?: RunOptions["onInput"] },
): Promise<Ended> {
  try {
    const session = await context.interruptible(context.session());
    const page = await context.interruptible(askedPage(cell.code, session));
    if (page) return { status: "ok", page };
    return await session.run(cell.code, { name: cell.name, onOutput: cell.show, onInput: cell.onInput });
  } catch (error) {
    if (error instanceof InterruptedError) return { status: "interrupted" };
    return { status: "died", reason: error instanceof Error ? error.message : String(error) };
  }
}

/** Thrown by `ExecuteContext.interruptible`. */
export class InterruptedError extends Error {
  override name = "InterruptedError";
}

const endings = {
  ok: { name: "", message: "" },
  error: { name: "Error", message: "The cell failed." },
  interrupted: { name: "Interrupted", message: "The cell was interrupted." },
  timeout: { name: "Timeout", message: "The cell took too long." },
  died: { name: "SessionDied", message: "The process that runs the cells has ended." },
} satisfies Record<CellResult["status"], Omit<CellError, "traceback">>;

/** The error of a cell that did not end well and whose session gave none. */
function unexplained({ status, reason }: Ended): CellError {
  const name = endings[status].name;
  const message = reason ?? endings[status].message;
  return { name, message, traceback: [`${name}: ${message}`] };
}

/** The value of each expression as a MIME bundle, or its error. What they print is nobody's output. */
async function evaluateAll(expressions: Record<string, string>, context: ExecuteContext): Promise<Content> {
  const values: Content = {};
  for (const [key, expression] of Object.entries(expressions)) {
    let value: Content | undefined;
    const name = `In[*${++context.counter.unstored}]`;
    const show = (output: Output): void => {
      if (output.type === "result") value = { status: "ok", data: output.data, metadata: output.metadata };
    };
    const result = await runIn(context, { code: `(${expression}\n)`, name, show });
    const error = result.status === "ok" ? undefined : (result.error ?? unexplained(result));
    if (error) value = { status: "error", ename: error.name, evalue: error.message, traceback: error.traceback };
    values[key] = value ?? { status: "ok", data: { "text/plain": "undefined" }, metadata: {} };
  }
  return values;
}
