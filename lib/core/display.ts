/**
 * How a value shows itself: the one contract between the science column and whatever runs the cell.
 *
 * A value with a method under `Symbol.for("Jupyter.display")` returns what front ends can draw, by MIME type.
 * The symbol is the one Deno's kernel uses, so values written for either show in both.
 * Nothing here knows a kernel: a host that runs cells installs `publish`, and without one `display` prints the text.
 *
 * Reference: Jupyter messaging, "display_data"; Deno, "Jupyter kernel", section "Rich content output".
 */
import { check } from "./check.ts";

/** A value in several forms, most useful form chosen by the front end. Keys are MIME types, values text or JSON. */
export type MimeData = Record<string, unknown>;

/** Facts about the forms: `{ "image/png": { alt: "…", width: 640 } }`. */
export type MimeMetadata = Record<string, unknown>;

/** What a host receives. */
export interface MimeBundle {
  data: MimeData;
  metadata?: MimeMetadata;
}

/** The key of the method that gives a value's own display. */
export const displaySymbol: unique symbol = Symbol.for("Jupyter.display") as never;

/** A value that shows itself. Returns plain MIME data, or data with metadata; a promise where drawing takes time. */
export interface Displayable {
  [displaySymbol](): MimeData | MimeBundle | Promise<MimeData | MimeBundle>;
}

/** How `display` shows its value. */
export interface DisplayOptions {
  /** Name of the output, so that a later call with the same name replaces it in place. */
  displayId?: string;
  /** Replace the output that already has this `displayId` instead of adding one. */
  update?: boolean;
}

/** The host's side of `display`: installed once by the process that runs cells. */
export type Publish = (value: unknown, options: DisplayOptions) => Promise<void>;

const publishSymbol = Symbol.for("Jupyter.publish");

/** Make `display` send values to `publish`. Called by the host, never by a lecture. */
export function installPublish(publish: Publish): void {
  (globalThis as Record<symbol, unknown>)[publishSymbol] = publish;
}

/** True where a host shows what is displayed: in a notebook. */
export function isHosted(): boolean {
  return publishSymbol in globalThis;
}

/** True if `value` brings its own display. */
export function isDisplayable(value: unknown): value is Displayable {
  return typeof value === "object" && value !== null && typeof (value as Displayable)[displaySymbol] === "function";
}

/**
 * The bundle of a displayable value, with metadata always present.
 * Throws an `InputError` for what is not MIME data; what the value's own method throws is passed on.
 */
export async function bundleOf(value: Displayable): Promise<Required<MimeBundle>> {
  return asBundle(await value[displaySymbol]());
}

/** What a value's own display has returned, as a bundle. Throws an `InputError` for what is not MIME data. */
export function asBundle(shown: unknown): Required<MimeBundle> {
  checkRecord(shown, "display");
  // subtle: `{ data }` has no MIME key, MIME data has nothing but
  const full = "data" in shown && !Object.keys(shown).some((key) => key.includes("/"));
  const { data, metadata = {} } = full ? shown : { data: shown };
  checkRecord(data, "display data");
  checkRecord(metadata, "display metadata");
  return { data, metadata };
}

function checkRecord(value: unknown, name: string): asserts value is Record<string, unknown> {
  const isRecord = typeof value === "object" && value !== null && !Array.isArray(value);
  check(isRecord, name, "an object by MIME type", value);
}

/**
 * Show a value now, in the middle of a cell. The last expression of a cell is shown without a call.
 * Resolves when the output has been handed to the host; a cell waits for all of them before it ends.
 */
export function display(value: unknown, options: DisplayOptions = {}): Promise<void> {
  const publish = (globalThis as Record<symbol, unknown>)[publishSymbol] as Publish | undefined;
  return publish ? publish(value, options) : print(value);
}

async function print(value: unknown): Promise<void> {
  const text = isDisplayable(value) ? plainText((await bundleOf(value)).data) : value;
  // outside a notebook there is no other place to show a value
  // oxlint-disable-next-line no-console
  console.log(text);
}

function plainText(data: MimeData): unknown {
  return data["text/plain"] ?? `a value without text/plain, but with ${Object.keys(data).join(", ") || "nothing"}`;
}
