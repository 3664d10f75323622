/**
 * What a session shows, as the outputs that a notebook file keeps.
 *
 * Does what a front end does with the stream of messages: text of one stream runs together, an update replaces every
 * display of its id, and a clear empties the cell, at once or when the next output comes.
 */
import type { MimeData, MimeMetadata } from "../core/index.ts";
import { isJsonMime } from "./lines.ts";
import type { NotebookOutput } from "./types.ts";

/** What a session reports, in the order in which it was shown. Subtle: the session is above this folder, so its type is met by shape. */
export type ShownOutput =
  | { type: "stream"; name: "stdout" | "stderr"; text: string }
  | { type: "display"; data: MimeData; metadata: MimeMetadata; displayId?: string | undefined }
  | { type: "update"; data: MimeData; metadata: MimeMetadata; displayId: string }
  | { type: "clear"; wait: boolean }
  | { type: "result"; data: MimeData; metadata: MimeMetadata }
  | { type: "error"; name: string; message: string; traceback: string[] };

/** Where the displays of an id are, over all cells of a run: an update may reach back into an earlier cell. */
export type DisplayIds = Map<string, Set<NotebookOutput & { data: MimeData }>>;

export interface ConvertOptions {
  /** The number of the cell's run, for its result. */
  executionCount: number | null;
  /** Shared by the cells of one notebook. Default: this cell alone. */
  displays?: DisplayIds;
}

/** Convert the outputs of one run of one cell. */
export function toNotebookOutputs(
  outputs: readonly ShownOutput[],
  { executionCount, displays = new Map() }: ConvertOptions,
): NotebookOutput[] {
  let kept: NotebookOutput[] = [];
  let clearNext = false;

  const add = (output: NotebookOutput): void => {
    if (clearNext) kept = [];
    clearNext = false;
    const last = kept.at(-1);
    if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name)
      last.text += output.text;
    else kept.push(output);
  };

  for (const output of outputs) {
    switch (output.type) {
      case "stream":
        if (output.text !== "") add({ output_type: "stream", name: output.name, text: output.text });
        break;
      case "display": {
        const shown = { output_type: "display_data" as const, ...bundle(output) };
        add(shown);
        if (output.displayId !== undefined) remember(displays, output.displayId, shown);
        break;
      }
      case "update":
        for (const shown of displays.get(output.displayId) ?? []) Object.assign(shown, bundle(output));
        break;
      case "clear":
        if (output.wait) clearNext = true;
        else kept = [];
        break;
      case "result":
        add({ output_type: "execute_result", execution_count: executionCount, ...bundle(output) });
        break;
      case "error":
        add({ output_type: "error", ename: output.name, evalue: output.message, traceback: output.traceback });
        break;
    }
  }
  return kept;
}

function remember(displays: DisplayIds, id: string, shown: NotebookOutput & { data: MimeData }): void {
  const known = displays.get(id) ?? new Set();
  displays.set(id, known.add(shown));
}

/** Only JSON fits in a file: bytes become base64, other objects what `JSON.stringify` makes of them. */
function bundle({ data, metadata }: { data: MimeData; metadata: MimeData }): { data: MimeData; metadata: MimeData } {
  const entries = Object.entries(data).filter(([, value]) => value !== undefined);
  return {
    data: Object.fromEntries(entries.map(([mime, value]) => [mime, plain(mime, value)])),
    metadata: JSON.parse(JSON.stringify(metadata ?? {})) as MimeData,
  };
}

function plain(mime: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (isJsonMime(mime)) return JSON.parse(JSON.stringify(value)) as unknown;
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.join("") : JSON.stringify(value);
}
