/** How a value becomes output: its own display if it has one, what `util.inspect` says otherwise. */
import { inspect } from "node:util";
import { bundleOf, installPublish, isDisplayable } from "../../core/index.ts";
import type { DisplayOptions, MimeBundle } from "../../core/index.ts";
import { sendOutput } from "./channel.ts";

let shown: Promise<void>[] = [];

/** Make `display(value)` of the course's library, and everything built on it, reach the notebook. */
export function installDisplay(): void {
  installPublish((value, options) => {
    const done = publish(value, options);
    shown.push(settled(done));
    return done;
  });
}

/** Resolves when everything that the cell asked to show has been sent; failures were reported to whoever asked. */
export async function allShown(): Promise<void> {
  while (shown.length > 0) {
    const waiting = shown;
    shown = [];
    for (const each of waiting) await each;
  }
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
  if (value === undefined) return;
  sendOutput({ type: "result", ...(await toBundle(value)) });
}

async function publish(value: unknown, { displayId, update = false }: DisplayOptions): Promise<void> {
  const bundle = await toBundle(value);
  if (!update) sendOutput({ type: "display", ...bundle, displayId });
  else if (displayId !== undefined) sendOutput({ type: "update", ...bundle, displayId });
  else throw new TypeError("display: expected a displayId to update, got none");
}

/** Long values are folded: a cell that ends in a huge array should not fill the page. */
async function toBundle(value: unknown): Promise<Required<MimeBundle>> {
  if (isDisplayable(value)) {
    const { data, metadata } = await bundleOf(value);
    return { data: sendable(data), metadata: sendable(metadata) };
  }
  const text = inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 88 });
  return { data: { "text/plain": text }, metadata: {} };
}

/** A copy without functions: a `toJSON` among the keys would make JSON of the whole bundle something else. */
function sendable(bundle: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(bundle).filter(([, each]) => typeof each !== "function"));
}
