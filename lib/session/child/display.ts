/** How a value becomes output: its own display if it has one, else its text, with a richer form where that reads better. */
import { asBundle, displaySymbol, installClear, installPublish, isDisplayable } from "../../core/index.ts";
import type { Displayable, DisplayOptions, MimeBundle } from "../../core/index.ts";
import { sendOutput } from "./channel.ts";
import { foreignData } from "./foreign.ts";
import { textOf } from "./inspect.ts";
import { bare, nextTurn, promise as OwnPromise } from "./own.ts";
import { tableOf } from "./table.ts";

type Bundle = Required<MimeBundle>;

let shown: Promise<void>[] = [];
/** What `display` has returned. A cell that ends in a call of it has shown its value already. */
const returned = new WeakSet<object>();

/** Make `display(value)` and `clearOutput()` of the course's library, and everything built on them, reach the notebook. */
export function installDisplay(): void {
  installPublish((value, options) => {
    const done = publish(value, options);
    shown.push(settled(done));
    // subtle: a promise of its own, so that a failure that nobody waits for is still one that nobody handled
    const given = done.then(() => {});
    returned.add(given);
    return given;
  });
  installClear(({ wait }) => sendOutput({ type: "clear", wait: Boolean(wait) }));
}

/** Resolves when everything that the cell asked to show has been sent, and failures were reported. */
export async function allShown(): Promise<void> {
  if (shown.length === 0) return;
  while (shown.length > 0) {
    const waiting = shown;
    shown = [];
    for (const each of waiting) await each;
  }
  // a rejection nobody handles is reported one turn of the event loop later
  await new OwnPromise((resolve) => nextTurn(resolve));
}

async function settled(done: Promise<void>): Promise<void> {
  try {
    await done;
  } catch {
    // whoever asked for the display has the error
  }
}

/** Send the value of a cell's last expression; `undefined` shows nothing. */
export async function sendResult(value: unknown): Promise<void> {
  if (value === undefined || (value instanceof OwnPromise && returned.has(value))) return;
  const made = toBundle(value);
  sendOutput({ type: "result", ...(made instanceof OwnPromise ? await made : made) });
}

/** Subtle: what can be shown at once is sent before the first `await`, in order with what is printed around it. */
async function publish(value: unknown, { displayId, update = false }: DisplayOptions): Promise<void> {
  const made = toBundle(value);
  const bundle = made instanceof OwnPromise ? await made : made;
  if (!update) sendOutput({ type: "display", ...bundle, displayId });
  else if (displayId !== undefined) sendOutput({ type: "update", ...bundle, displayId });
  else throw new TypeError("display: expected a displayId to update, got none");
}

function toBundle(value: unknown): Bundle | Promise<Bundle> {
  if (!showsItself(value)) return general(value);
  const own: unknown = value[displaySymbol]();
  return isPromiseLike(own)
    ? new OwnPromise<unknown>((resolve) => resolve(own)).then((each) => sendable(asBundle(each)))
    : sendable(asBundle(own));
}

/** Subtle: where a cell has given all objects a `then`, none of them is a promise. */
function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  const { then } = (value ?? {}) as Partial<PromiseLike<unknown>>;
  return typeof then === "function" && then !== ({} as Partial<PromiseLike<unknown>>).then;
}

function showsItself(value: unknown): value is Displayable {
  try {
    return isDisplayable(value);
  } catch {
    // a proxy or a getter that throws
    return false;
  }
}

/** A value without a display of its own. What its members throw must not cost the cell its result. */
function general(value: unknown): Bundle {
  const data: Record<string, unknown> = { "text/plain": textOf(value) };
  try {
    const html = tableOf(value);
    Object.assign(data, html === undefined ? foreignData(value) : { "text/html": html });
  } catch {
    // its text is enough
  }
  return { data, metadata: {} };
}

/**
 * A copy that can travel: bytes as base64, other text forms as text, and no functions, since a `toJSON` among the keys
 * would make JSON of the whole bundle something else.
 */
function sendable({ data, metadata }: Bundle): Bundle {
  const forms = entriesOf(data).map(([type, value]) => [type, isJson(type) ? value : asText(value)] as const);
  return bare({ data: Object.fromEntries(forms), metadata: Object.fromEntries(entriesOf(metadata)) });
}

function entriesOf(record: Record<string, unknown>): [string, unknown][] {
  return Object.entries(record).filter(([, each]) => typeof each !== "function" && each !== undefined);
}

function isJson(type: string): boolean {
  return /^application\/(?:.+\+)?json$/u.test(type);
}

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (Array.isArray(value)) return value.join("");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
