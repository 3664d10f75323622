/** How a value becomes output: its own display if it has one, what `util.inspect` says otherwise. */
import { inspect } from "node:util";
import { bundleOf, installPublish, isDisplayable } from "../../core/index.ts";
import type { DisplayOptions, MimeBundle } from "../../core/index.ts";
import { sendOutput } from "./channel.ts";

const shown: Promise<void>[] = [];

/** Make `display(value)` of the course's library, and everything built on it, reach the notebook. */
export function installDisplay(): void {
  installPublish((value, options) => {
    const done = publish(value, options);
    shown.push(done.catch(() => {}));
    return done;
  });
}

/** Resolves when everything that the cell asked to show has been sent; failures were reported to whoever asked. */
export async function allShown(): Promise<void> {
  while (shown.length > 0) await shown.shift();
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
  if (isDisplayable(value)) return bundleOf(value);
  const text = inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 10_000, breakLength: 88 });
  return { data: { "text/plain": text }, metadata: {} };
}
