/**
 * What has been run, for clients that recall and search it: this session's cells with their results, and the inputs of
 * earlier sessions where a file keeps them.
 *
 * Reference: Jupyter messaging 5.5, "History".
 */
import type { HistoryFile } from "./history-file.ts";
import type { HistoryRequest } from "./messages.ts";

/** `[session, line, input]`, or `[session, line, [input, output]]` if outputs were asked for. */
export type HistoryItem = [session: number, line: number, entry: string | [string, string | null]];

export interface History {
  /**
   * Remember cell number `line`, with `keep` beyond this session. The call that it returns adds the plain text of the
   * cell's result, which is never kept longer than the session.
   */
  add(line: number, input: string, options?: { keep?: boolean }): (output: string) => void;
  find(request: HistoryRequest): Promise<HistoryItem[]>;
  close(): Promise<void>;
}

interface Entry {
  session: number;
  line: number;
  input: string;
  output: string | null;
}

/** What is remembered of this session: so many cells, so many characters in all. A day of outputs must not fill memory. */
const mostOwn = { cells: 10_000, characters: 8_000_000 };

/** A longer result is not remembered, so that one of them does not cost the recall of every cell. */
const mostOutput = 100_000;

export function createHistory({ file }: { file?: HistoryFile | undefined } = {}): History {
  const own = new Set<Omit<Entry, "session">>();
  let characters = 0;

  /** Forget the oldest, until the rest is within the limits. */
  function makeRoom(): void {
    for (const entry of own) {
      if (own.size <= mostOwn.cells && characters <= mostOwn.characters) return;
      own.delete(entry);
      characters -= lengthOf(entry);
    }
  }

  return {
    add(line, input, { keep = false } = {}) {
      const entry: Omit<Entry, "session"> = { line, input, output: null };
      own.add(entry);
      characters += lengthOf(entry);
      makeRoom();
      if (keep) file?.add(line, input);
      return (output) => {
        if (!own.has(entry) || output.length > mostOutput) return;
        characters += output.length - (entry.output?.length ?? 0);
        entry.output = output;
        makeRoom();
      };
    },
    async find(request) {
      const { earlier, session } = (await file?.read()) ?? { earlier: [], session: 1 };
      const entries = [
        ...earlier.map((cell) => ({ ...cell, output: null })),
        ...Array.from(own, (cell) => ({ ...cell, session })),
      ];
      return (await select(entries, request, session)).map(({ session: number, line, input, output }) => [
        number,
        line,
        request.output ? [input, output] : input,
      ]);
    },
    close: async () => file?.close(),
  };
}

function lengthOf({ input, output }: Omit<Entry, "session">): number {
  return input.length + (output?.length ?? 0);
}

async function select(entries: Entry[], request: HistoryRequest, current: number): Promise<Entry[]> {
  switch (request.hist_access_type) {
    case "tail":
      return last(entries, request.n);
    case "range": {
      // 0 is the current session, -1 the one before
      const session = request.session > 0 ? request.session : current + request.session;
      const { start, stop } = request;
      return entries.filter(
        (each) => each.session === session && each.line >= (start ?? 0) && each.line < (stop ?? Infinity),
      );
    }
    case "search": {
      const matches = await globMatcher(request.pattern);
      const found = entries.filter(({ input }) => matches(input));
      return last(request.unique ? latestOfEach(found) : found, request.n);
    }
  }
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

/**
 * Whether all of a text matches `pattern`, where `*` is any text, `?` any one character and `[a-z]` one of a set. SQLite
 * is asked, as IPython does, so that a pattern finds the same in both; it needs no more time than pattern times text.
 */
export async function globMatcher(pattern: string): Promise<(text: string) => boolean> {
  const { DatabaseSync } = await import("node:sqlite");
  const glob = new DatabaseSync(":memory:").prepare("SELECT ? GLOB ? AS matches");
  return (text) => glob.get(text, pattern)?.matches === 1;
}
