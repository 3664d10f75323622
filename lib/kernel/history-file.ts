/**
 * Inputs of all sessions in one file, so that the next session recalls them: SQLite, which lets several kernels write.
 *
 * History is a convenience. Whatever goes wrong with the file (no room, no permission, another kernel's lock, another
 * program's content) costs the recall of earlier sessions and nothing else, and nobody is told.
 */
import { chmodSync, mkdirSync, renameSync } from "node:fs";
import path from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { userDataDir } from "../lab/data-dir.ts";

export interface StoredCell {
  session: number;
  line: number;
  input: string;
}

export interface HistoryFile {
  /** Keep a cell of this session. It is written a little later, together with what follows it. */
  add(line: number, input: string): void;
  /** The cells of other sessions, oldest first, and the number of this one. */
  read(): Promise<{ earlier: StoredCell[]; session: number }>;
  /** Write what waits. */
  close(): Promise<void>;
}

const writeDelayMs = 1000;

/** What is kept: so many cells, so many characters in all, and no input longer than this. */
const limits = { cells: 10_000, characters: 8_000_000, input: 100_000 };

/**
 * The file that this user's history is kept in, or none. `TSLAB_HISTORY` is `off`, or the path of a file. Otherwise it
 * is in Jupyter's data folder, and on a build server nowhere.
 */
export function historyPath(env: NodeJS.ProcessEnv, platform = process.platform): string | undefined {
  const asked = env.TSLAB_HISTORY;
  if (asked === "off" || asked === "0") return undefined;
  if (asked) return path.resolve(asked);
  if (env.CI) return undefined;
  return path.join(userDataDir({ env, platform }), "tslab", "history.sqlite");
}

export function openHistoryFile(file: string): HistoryFile {
  let opening: Promise<DatabaseSync | undefined> | undefined;
  let session: number | undefined;
  let waiting: { line: number; input: string }[] = [];
  let timer: NodeJS.Timeout | undefined;

  /** Opened when it is needed: a kernel that runs nothing leaves no file. */
  function open(): Promise<DatabaseSync | undefined> {
    opening ??= openDatabase(file).catch(() => {
      // another kernel may be at it: tried again with the next cell
      opening = undefined;
      return undefined;
    });
    return opening;
  }

  function write(database: DatabaseSync): void {
    if (waiting.length === 0) return;
    try {
      database.exec("BEGIN IMMEDIATE");
      const number = session ?? Number(database.prepare("INSERT INTO sessions DEFAULT VALUES").run().lastInsertRowid);
      const insert = database.prepare("INSERT INTO cells (session, line, input) VALUES (?, ?, ?)");
      for (const { line, input } of waiting) insert.run(number, line, input);
      database.exec("COMMIT");
      session = number;
      waiting = [];
    } catch {
      // locked or full: what waits is tried again with the next cell
      goBack(database);
    }
  }

  function goBack(database: DatabaseSync): void {
    try {
      if (database.isTransaction) database.exec("ROLLBACK");
    } catch {
      // a disk that fails: what is stuck in a transaction can write nothing more
      opening = undefined;
      database.close();
    }
  }

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const database = await open();
    if (database) write(database);
    waiting = newest(waiting);
  }

  return {
    add(line, input) {
      if (input.length > limits.input || input.trim() === "") return;
      waiting.push({ line, input });
      timer ??= setTimeout(() => void flush(), writeDelayMs).unref();
    },
    async read() {
      await flush();
      const database = await open();
      try {
        const rows = database?.prepare("SELECT session, line, input FROM cells WHERE session IS NOT ? ORDER BY id");
        const earlier = (rows?.all(session ?? null) ?? []) as unknown as StoredCell[];
        return { earlier, session: session ?? (earlier.at(-1)?.session ?? 0) + 1 };
      } catch {
        return { earlier: [], session: session ?? 1 };
      }
    },
    async close() {
      if (waiting.length > 0) await flush();
      (await opening)?.close();
      opening = Promise.resolve(undefined);
    },
  };
}

/** As much of what waits as would be kept: a file that can never be written must not fill memory. */
function newest<T extends { input: string }>(cells: readonly T[]): T[] {
  let characters = 0;
  const tooMuch = cells.findLastIndex(({ input }) => (characters += input.length) > limits.characters);
  return cells.slice(Math.max(tooMuch + 1, cells.length - limits.cells));
}

async function openDatabase(file: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await import("node:sqlite");
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const connect = (): DatabaseSync => {
    // another kernel's write takes a millisecond
    const database = new DatabaseSync(file, { timeout: 50 });
    try {
      chmodSync(file, 0o600);
      // subtle: a crash of the machine may cost the file; waiting for the disk would cost every cell
      database.exec("PRAGMA synchronous = OFF");
      database.exec(schema);
      database.prepare(trim).run(limits.cells, limits.characters);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  };
  try {
    return connect();
  } catch (error) {
    if (!isDamaged(error)) throw error;
    renameSync(file, `${file}.damaged`);
    return connect();
  }
}

const schema = `
CREATE TABLE IF NOT EXISTS sessions (session INTEGER PRIMARY KEY AUTOINCREMENT, start TEXT DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE IF NOT EXISTS cells (id INTEGER PRIMARY KEY, session INTEGER, line INTEGER, input TEXT);
`;

const trim = `
DELETE FROM cells WHERE id IN (
  SELECT id FROM (
    SELECT id, row_number() OVER newest AS cells, sum(length(input)) OVER newest AS characters
    FROM cells WINDOW newest AS (ORDER BY id DESC)
  ) WHERE cells > ? OR characters > ?
)`;

/** SQLite's "file is not a database" and "database disk image is malformed". */
function isDamaged(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode === 26 || errcode === 11;
}
