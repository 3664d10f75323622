import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, describe, expect, test, vi } from "vitest";
import { historyPath, openHistoryFile } from "../../lib/kernel/history-file.ts";
import { createHistory } from "../../lib/kernel/history.ts";
import type { History } from "../../lib/kernel/history.ts";

const folder = mkdtempSync(path.join(os.tmpdir(), "history-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = (): string => path.join(folder, String(++files), "deep", "history.sqlite");
const historyIn = (file: string): History => createHistory({ file: openHistoryFile(file) });
const tail = { hist_access_type: "tail", n: null, output: false, raw: true } as const;
const range = { hist_access_type: "range", output: false, raw: true } as const;

/** One session that runs `inputs`. */
async function session(file: string, ...inputs: string[]): Promise<void> {
  const history = historyIn(file);
  inputs.forEach((input, i) => history.add(i + 1, input, { keep: true })("output"));
  await history.close();
}

test("the next session recalls earlier ones, oldest first, under their numbers", async () => {
  const file = newFile();
  await session(file, "let a", "a + 1");
  await session(file, "let b");
  const history = historyIn(file);
  history.add(1, "mine", { keep: true })("own output");
  const all = [
    [1, 1, "let a"],
    [1, 2, "a + 1"],
    [2, 1, "let b"],
    [3, 1, "mine"],
  ];
  expect(await history.find(tail)).toEqual(all);
  expect(await history.find({ ...tail, n: 2 })).toEqual(all.slice(-2));
  expect(await history.find({ ...range, session: 0 })).toEqual([all[3]]);
  expect(await history.find({ ...range, session: -1 })).toEqual([all[2]]);
  expect(await history.find({ ...range, session: 1, start: 2 })).toEqual([all[1]]);
  const search = { hist_access_type: "search", pattern: "let*", n: 1, unique: true, output: true, raw: true } as const;
  expect(await history.find(search)).toEqual([[2, 1, ["let b", null]]]);
  await history.close();
});

test("two kernels at once keep both of what they ran, each under its own number", async () => {
  const file = newFile();
  const [a, b] = [historyIn(file), historyIn(file)];
  for (let line = 1; line <= 50; line++) {
    a.add(line, `a${line}`, { keep: true });
    b.add(line, `b${line}`, { keep: true });
    if (line % 10 === 0) await Promise.all([a.find(tail), b.find(tail)]);
  }
  await Promise.all([a.close(), b.close()]);
  const found = await historyIn(file).find(tail);
  const inputsOf = (number: number): unknown[] => found.filter(([each]) => each === number).map(([, , input]) => input);
  const names = Array.from({ length: 50 }, (_, i) => i + 1);
  expect([inputsOf(1), inputsOf(2)].toSorted()).toEqual([names.map((n) => `a${n}`), names.map((n) => `b${n}`)]);
});

test("what another kernel locks is written when it lets go", async () => {
  const file = newFile();
  await session(file, "first");
  const lock = new DatabaseSync(file);
  lock.exec("BEGIN EXCLUSIVE");
  const history = historyIn(file);
  history.add(1, "waits", { keep: true });
  expect(await history.find(tail)).toEqual([[1, 1, "waits"]]);
  lock.exec("ROLLBACK");
  lock.close();
  await history.close();
  expect((await historyIn(file).find(tail)).map(([, , input]) => input)).toEqual(["first", "waits"]);
});

test("only its owner can read the file", async () => {
  const file = newFile();
  await session(file, "secret");
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("nothing is kept of cells that are not to be kept, nor of results", async () => {
  const file = newFile();
  const history = historyIn(file);
  history.add(1, "programmatic")("value");
  history.add(2, "typed", { keep: true })("private result");
  await history.close();
  expect(await historyIn(file).find(tail)).toEqual([[1, 2, "typed"]]);
  expect(readFileSync(file).includes("private result")).toBe(false);
});

describe("a file that cannot be used costs only earlier sessions", () => {
  test.each<[string, (file: string) => void]>([
    ["a folder stands in its place", (file) => mkdirSync(file, { recursive: true })],
    ["a file stands in its folder's place", (file) => writeFileSync(path.dirname(path.dirname(file)), "")],
    [
      "its tables are another program's",
      (file) => {
        mkdirSync(path.dirname(file), { recursive: true });
        const database = new DatabaseSync(file);
        database.exec("CREATE TABLE cells (other TEXT)");
        database.close();
      },
    ],
  ])("%s", async (_, prepare) => {
    const file = newFile();
    prepare(file);
    const history = historyIn(file);
    history.add(1, "runs", { keep: true });
    expect(await history.find(tail)).toEqual([[1, 1, "runs"]]);
    await history.close();
  });

  test("a damaged one is set aside, and a new one begun", async () => {
    const file = newFile();
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, "this is no database, but long enough to be looked at".repeat(100));
    await session(file, "new");
    expect(await historyIn(file).find(tail)).toEqual([[1, 1, "new"]]);
    expect(readFileSync(`${file}.damaged`, "utf8")).toMatch(/^this is no database/u);
  });

  test("one that is damaged while it is open costs this session nothing, and the next begins a new one", async () => {
    const file = newFile();
    const history = historyIn(file);
    for (let line = 1; line < 500; line++) history.add(line, "x".repeat(500) + line, { keep: true });
    await history.find(tail);
    const opened = openSync(file, "r+");
    writeSync(opened, Buffer.alloc(60_000, 7), 0, 60_000, 4096);
    closeSync(opened);
    history.add(500, "after", { keep: true });
    expect((await history.find(tail)).at(-1)).toEqual([expect.any(Number), 500, "after"]);
    expect(await history.find({ ...range, session: 0 })).toHaveLength(500);
    await history.close();
    await session(file, "new");
    expect(await historyIn(file).find(tail)).toEqual([[1, 1, "new"]]);
  });

  test.each(["COMMIT", "ROLLBACK"])("a disk that fails at %s loses nothing, and is tried again", async (statement) => {
    const file = newFile();
    await session(file, "old");
    const history = historyIn(file);
    history.add(1, "waits", { keep: true });
    const exec = DatabaseSync.prototype.exec;
    const failing = vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(function (this: DatabaseSync, sql) {
      if (sql === "COMMIT" || sql === statement) throw new Error("database or disk is full");
      exec.call(this, sql);
    });
    expect(await history.find(tail)).toContainEqual([expect.any(Number), 1, "waits"]);
    failing.mockRestore();
    await history.close();
    expect((await historyIn(file).find(tail)).map(([, , input]) => input)).toEqual(["old", "waits"]);
  });

  test("one that stays locked fills no memory: what waits is as much as would be kept", async () => {
    const file = newFile();
    await session(file, "old");
    const database = new DatabaseSync(file);
    database.exec("BEGIN EXCLUSIVE");
    const history = historyIn(file);
    for (let line = 1; line <= 200; line++) history.add(line, `${line}`.padEnd(100_000), { keep: true });
    await history.find(tail);
    database.exec("ROLLBACK");
    await history.close();
    const row = database.prepare("SELECT count(*) AS cells, sum(length(input)) AS characters FROM cells").get();
    expect(row).toEqual({ cells: 81, characters: 8_000_003 });
    database.close();
  });

  test("so does one that may be read and not written", async () => {
    const file = newFile();
    await session(file, "old");
    chmodSync(path.dirname(file), 0o500);
    const history = historyIn(file);
    history.add(1, "new", { keep: true });
    expect((await history.find(tail)).at(-1)?.[2]).toBe("new");
    await history.close();
    chmodSync(path.dirname(file), 0o700);
  });
});

test("the file stays bounded: the newest 10,000 cells and 8 million characters, no input over 100,000", async () => {
  const file = newFile();
  await session(file, ...Array.from({ length: 10_050 }, (_, i) => `cell ${i}`));
  const many = await historyIn(file).find(tail);
  expect([many.length, many[0]![2], many.at(-1)![2]]).toEqual([10_000, "cell 50", "cell 10049"]);
  const wide = newFile();
  await session(wide, ...Array.from({ length: 100 }, (_, i) => `${i}`.padEnd(100_000)), "x".repeat(100_001));
  const kept = await historyIn(wide).find(tail);
  expect([kept.length, String(kept.at(-1)![2]).trim()]).toEqual([80, "99"]);
});

test("a kernel that runs nothing leaves no file", async () => {
  const file = newFile();
  await historyIn(file).close();
  expect(() => statSync(file)).toThrow();
});

test("remembering a cell takes microseconds", async () => {
  const history = historyIn(newFile());
  const start = performance.now();
  for (let line = 1; line <= 1000; line++) history.add(line, `cell ${line}`, { keep: true });
  expect((performance.now() - start) / 1000).toBeLessThan(0.1);
  await history.close();
});

test("it is kept in Jupyter's data folder, where the reader says, or nowhere", () => {
  const home = os.homedir();
  expect(historyPath({}, "linux")).toBe(path.join(home, ".local/share/jupyter/tslab/history.sqlite"));
  expect(historyPath({ XDG_DATA_HOME: "/d" }, "linux")).toBe("/d/jupyter/tslab/history.sqlite");
  expect(historyPath({}, "darwin")).toBe(path.join(home, "Library/Jupyter/tslab/history.sqlite"));
  expect(historyPath({ JUPYTER_DATA_DIR: "/j" })).toBe("/j/tslab/history.sqlite");
  expect(historyPath({ TSLAB_HISTORY: "/my/own.sqlite", CI: "true" })).toBe("/my/own.sqlite");
  expect(historyPath({ TSLAB_HISTORY: "off", JUPYTER_DATA_DIR: "/j" })).toBeUndefined();
  expect(historyPath({ CI: "true" })).toBeUndefined();
});
