import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import type { InputRequest, RunOptions, Session } from "../../lib/session/index.ts";
import { openSession, printed, shown } from "./open.ts";

const session: Session = await openSession();
afterAll(() => session.close());

/** Answers one question after another, and keeps what was asked. */
function reader(...answers: (string | null)[]): { asked: InputRequest[]; onInput: RunOptions["onInput"] } {
  const asked: InputRequest[] = [];
  const onInput = async (request: InputRequest): Promise<string | null> => answers[asked.push(request) - 1] ?? null;
  return { asked, onInput };
}

test("a prompt gives what was typed to the statement that asked, and the cell goes on", async () => {
  const { asked, onInput } = reader("Ada");
  const result = await session.run('const who: string | null = prompt("Name?"); `hello ${who}`', { onInput });
  expect(shown(result)).toBe("'hello Ada'");
  expect(asked).toEqual([{ prompt: "Name? ", password: false }]);
});

test("a prompt works in a loop in a function, and prints come out in between", async () => {
  const { onInput } = reader("1", "2", "3");
  const code =
    "function sum() { let all = 0; for (;;) { const n = prompt('n'); if (n === null) return all; console.log(n); all += Number(n); } }; sum()";
  const result = await session.run(code, { onInput });
  expect(shown(result)).toBe("6");
  expect(printed(result)).toBe("1\n2\n3\n");
});

// HTML standard, "Simple dialogs": null if the user cancels; Deno: the default stands for an empty answer
test.each([
  ["prompt('p', 'Bob')", "", "'Bob'"],
  ["prompt('p', 'Bob')", "Ada", "'Ada'"],
  ["prompt('p', 'Bob')", null, "null"],
  ["prompt('p')", "", "''"],
  ["prompt('p')", "  字 \u{1F600} ", "'  字 \u{1F600} '"],
  ["confirm('c')", "y", "true"],
  ["confirm('c')", "YES", "true"],
  ["confirm('c')", "", "false"],
  ["confirm('c')", "yesterday", "false"],
  ["confirm('c')", null, "false"],
  ["alert('a')", "", "ok"],
  ["alert('a')", null, "ok"],
])("%s answered with %j is %s", async (code, answer, value) => {
  expect(shown(await session.run(code, reader(answer)))).toBe(value);
});

test("a password is asked for as one, and an answer of a megabyte arrives whole", async () => {
  const { asked, onInput } = reader("x".repeat(1e6));
  expect(shown(await session.run('prompt("Key?", { password: true })?.length', { onInput }))).toBe("1000000");
  expect(asked).toEqual([{ prompt: "Key? ", password: true }]);
});

test("the checker knows the questions, and a cell may use their names for its own", async () => {
  expect(shown(await session.run('const n: number = prompt("n")'))).toContain("TS2322");
  const own = await openSession();
  const shownLast = async (code: string): Promise<string> => shown(await own.run(code));
  expect(await shownLast("let prompt = 7; prompt")).toBe("7");
  expect(await shownLast("function confirm(x: number) { return x }; confirm(prompt)")).toBe("7");
  await own.close();
});

test("where nobody can be asked, the cell has an error that says so, and can catch it", async () => {
  const result = await session.run("var before = 1; prompt('?')");
  expect(result.error).toMatchObject({ name: "Error", message: expect.stringContaining("this front end cannot ask") });
  const caught = await session.run("try { confirm('?') } catch (e) { console.log(String(e).slice(0, 14), before) }");
  expect(printed(caught)).toBe("Error: confirm 1\n");
});

test("a front end that fails to ask is an error in the cell", async () => {
  const failed = session.run("prompt('?')", { onInput: () => Promise.reject(new Error("the window is closed")) });
  expect(shown(await failed)).toBe("Error: prompt: the window is closed");
});

test("a question after the end of its cell is refused, even while another cell can ask", async () => {
  await session.run(
    "setTimeout(() => { try { prompt('late') } catch (e) { globalThis.refusal = String(e) } }, 50); 1",
    reader("a"),
  );
  const second = reader("b");
  expect(
    shown(await session.run("await new Promise((r) => setTimeout(r, 150)); (globalThis as any).refusal", second)),
  ).toContain("already ended");
  expect(second.asked).toEqual([]);
});

test.each([
  ["at the top", "kept = 2; prompt('?')"],
  ["inside try, catch and finally", "kept = 3; try { prompt('?') } catch { kept = -1 } finally { kept = -1 }"],
  ["in a timer", "kept = 4; await new Promise<void>((done) => setTimeout(() => { prompt('?'); done(); }, 1))"],
])("an interrupt ends a cell that waits for an answer %s, and its values are kept", async (_, code) => {
  await session.run("var kept = 0");
  const kept = Number(/kept = (\d)/.exec(code)![1]);
  const onInput = (): Promise<null> => {
    void sleep(50).then(() => session.interrupt());
    return new Promise(() => {});
  };
  const started = performance.now();
  const result = await session.run(code, { onInput });
  expect(result.status).toBe("interrupted");
  expect(performance.now() - started).toBeLessThan(2000);
  expect(shown(await session.run("kept"))).toBe(String(kept));
});

test("the answer to an interrupted question never answers the next one", async () => {
  const { promise, resolve: answerFirst } = Promise.withResolvers<string>();
  const onInput = (): Promise<string> => {
    void sleep(20).then(() => session.interrupt());
    return promise;
  };
  await session.run("prompt('first')", { onInput });
  const late = async (): Promise<string> => {
    answerFirst("to the first");
    await sleep(50);
    return "to the second";
  };
  expect(shown(await session.run("prompt('second')", { onInput: late }))).toBe("'to the second'");
});

test.each([
  ["closed", async (own: Session) => own.close()],
  ["restarted", async (own: Session) => own.restart()],
])("a session can be %s while a cell waits for an answer", async (_, end) => {
  const own = await openSession();
  const asked = Promise.withResolvers<void>();
  const onInput = (): Promise<string> => {
    asked.resolve();
    return Promise.withResolvers<string>().promise;
  };
  const running = own.run("prompt('?')", { onInput });
  await asked.promise;
  await end(own);
  expect((await running).status).toBe("died");
  await own.close();
});

test("a cell that waits for an answer is stopped by its time limit", async () => {
  const { promise } = Promise.withResolvers<string>();
  const result = await session.run("prompt('?')", { onInput: () => promise, timeoutMs: 100 });
  expect(result.status).toBe("timeout");
});

test.each([
  [
    "a line of readline/promises",
    "const rl = (await import('node:readline/promises')).createInterface({ input: process.stdin }); await rl.question('? ')",
  ],
  [
    "lines in a loop",
    "for await (const line of (await import('node:readline')).createInterface({ input: process.stdin })) console.log(line)",
  ],
  ["the stream", "for await (const chunk of process.stdin) console.log(chunk)"],
  ["the events", "await new Promise((done) => process.stdin.on('data', () => {}).on('end', done))"],
])("whoever reads process.stdin as %s is told to use prompt, and does not wait for ever", async (_, code) => {
  const own = await openSession();
  const result = await own.run(code, { timeoutMs: 5000 });
  expect(result.error?.message).toContain("a cell has no standard input; ask with prompt");
  expect(shown(await own.run("1"))).toBe("1");
  await own.close();
});

test("programs and synchronous reads find an empty standard input", async () => {
  expect(shown(await session.run("require('fs').readFileSync(0, 'utf8')"))).toBe("''");
  expect(
    shown(await session.run("require('child_process').execSync('cat', { stdio: ['inherit', 'pipe', 'pipe'] }).length")),
  ).toBe("0");
});
