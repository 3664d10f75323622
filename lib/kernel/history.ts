/**
 * What has been run, for clients that recall and search it. Kept in memory, for the life of the kernel.
 *
 * Reference: Jupyter messaging 5.5, "History".
 */
import type { HistoryRequest } from "./messages.ts";

/** `[session, line, input]`, or `[session, line, [input, output]]` if outputs were asked for. */
export type HistoryItem = [session: number, line: number, entry: string | [string, string | null]];

export interface History {
  /** Remember cell number `line`. The call that it returns adds the plain text of the cell's result. */
  add(line: number, input: string): (output: string) => void;
  find(request: HistoryRequest): HistoryItem[];
}

interface Entry {
  line: number;
  input: string;
  output: string | null;
}

/** The number of the only session there is. A client may also call the current session 0. */
const session = 1;

export function createHistory(): History {
  const entries: Entry[] = [];

  function select(request: HistoryRequest): Entry[] {
    switch (request.hist_access_type) {
      case "tail":
        return last(entries, request.n);
      case "range": {
        if (request.session !== 0 && request.session !== session) return [];
        const { start, stop } = request;
        return entries.filter(({ line }) => line >= (start ?? 0) && line < (stop ?? Infinity));
      }
      case "search": {
        const found = entries.filter(({ input }) => matchesGlob(input, request.pattern));
        return last(request.unique ? latestOfEach(found) : found, request.n);
      }
    }
  }

  return {
    add(line, input) {
      const entry: Entry = { line, input, output: null };
      entries.push(entry);
      return (output) => {
        entry.output = output;
      };
    },
    find: (request) =>
      select(request).map(({ line, input, output }) => [session, line, request.output ? [input, output] : input]),
  };
}

function last(entries: Entry[], n: number | null | undefined): Entry[] {
  if (n === null || n === undefined) return entries;
  return n <= 0 ? [] : entries.slice(-n);
}

/** Each input once, where it was run last. */
function latestOfEach(entries: Entry[]): Entry[] {
  const latest = new Map<string, Entry>();
  for (const entry of entries) {
    latest.delete(entry.input); // subtle: a key that is set again keeps its old place
    latest.set(entry.input, entry);
  }
  return [...latest.values()];
}

/** True if all of `text` matches `pattern`, where `*` is any text and `?` any one character. */
export function matchesGlob(text: string, pattern: string): boolean {
  // runs of stars are one star: two in a row make a regular expression slow
  const source = pattern
    .replace(/\*+/gu, "*")
    .replace(/[\\^$.|+()[\]{}/]/gu, String.raw`\$&`)
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`, "su").test(text);
}
