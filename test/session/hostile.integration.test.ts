import { afterAll, beforeEach, expect, test } from "vitest";
import type { Session } from "../../lib/session/index.ts";
import { openSession, shown, traceback } from "./open.ts";

const session: Session = await openSession();
afterAll(() => session.close());

/** A cell that breaks something must end, as an error or as a death with a reason, and the session must go on. */
async function survives(code: string): Promise<string> {
  const broken = await session.run(code, { timeoutMs: 10_000 });
  expect(broken.status, code).not.toBe("timeout");
  // the break may show in the next cell only; the one after it must work
  await session.run("0", { timeoutMs: 10_000 });
  expect(shown(await session.run("1 + 1")), `after ${code}`).toBe("2");
  return shown(broken);
}

test.each([
  "require('fs').writeSync(3, 'garbage garbage')",
  "require('fs').writeSync(3, Buffer.from([255, 255, 255, 255]))",
  "require('fs').writeSync(3, Buffer.from([2, 0, 0, 0, 123, 125]))",
  "require('fs').writeSync(4, 'garbage\\n{}\\n')",
  "require('fs').writeSync(4, '{\"rssBytes\":1e99}\\n')",
  "for (const fd of [1, 2]) require('fs').closeSync(fd)",
  "require('fs').closeSync(3)",
  "require('fs').closeSync(4)",
  "console = null as any",
  "Object.defineProperty(process, 'stdout', { value: null })",
  "process.stdout.end(); process.stdout.destroy(); console.log('x')",
  "(globalThis as any).__cell_take__ = null; ({})",
  "(globalThis as any).__cell_import__ = null",
  "(globalThis as any).process = null",
  "(globalThis as any).Promise = class {}",
  "Promise.prototype.then = null as any",
  "Array.prototype.push = () => { throw 1 }",
  "JSON.stringify = () => 'x'",
  "(Object.prototype as any).toJSON = () => 'x'",
  "Object.prototype.toString = () => { throw 1 }; throw {}",
  "Map.prototype.get = Function.prototype.call = null as any",
  "performance.now = () => NaN",
  "process.cpuUsage = null as any",
  "Buffer.from = null as any",
  "require('fs').writeSync = () => 0",
  "process.exitCode = 5",
  "process.removeAllListeners(); 1",
  "process.on('exit', () => { for (;;); }); 1",
  "setInterval(() => {}, 10)",
  "Error.prepareStackTrace = () => { throw 5 }; throw new Error('x')",
  "Error.stackTraceLimit = 0; throw new Error('x')",
  "(Object.prototype as any).error = 5; (Object.prototype as any).status = 5",
])("a session goes on after %s", async (code) => {
  await survives(code);
  await session.restart();
});

test.each([
  "(Object.prototype as any).stopped = true",
  "(Object.prototype as any).thrown = 5",
  "Object.assign(Object.prototype, { exceptionDetails: 5, objectId: 5, unserializableValue: 5, value: 5 })",
  "(Object.prototype as any).then = function () {}",
  "Set.prototype.delete = null as any",
  "(require('inspector') as any).Session.prototype.post = () => {}",
  "(require('async_hooks') as any).AsyncLocalStorage.prototype.getStore = () => 77",
])("values are kept, and shown by later cells, after %s", async (code) => {
  await session.run("let kept = 41");
  await session.run(code, { timeoutMs: 10_000 });
  expect(shown(await session.run("kept += 1; kept", { timeoutMs: 10_000 }))).toBe("42");
  const { outputs } = await session.run("console.log(kept)", { timeoutMs: 10_000 });
  expect(outputs).toMatchObject([{ type: "stream", text: "42\n" }]);
  await session.restart();
});

test.each(["process.removeAllListeners()", "process.removeAllListeners('uncaughtException')"])(
  "an error in a timer is the cell's, and costs no values, after %s",
  async (code) => {
    await session.run(`let kept = 41; ${code}`);
    const late = "setTimeout(() => { throw new Error('late') }); await new Promise((done) => setTimeout(done, 20))";
    expect(shown(await session.run(late))).toBe("Error: late");
    expect(shown(await session.run("kept"))).toBe("41");
  },
);

test.each(["() => 5", "(_, frames) => frames", "() => 'none'", "() => { throw 5 }", "({ message }) => message"])(
  "an error has its place even after Error.prepareStackTrace = %s",
  async (made) => {
    await session.run("const before = Error.prepareStackTrace; 0");
    await session.run(`Error.prepareStackTrace = ${made}; 0`);
    const failed = await session.run("0;\n  throw new RangeError('told')", { name: "In[9]" });
    await session.run("Error.prepareStackTrace = before; 0");
    expect(shown(failed)).toBe("RangeError: told");
    expect(traceback(failed)).toContain("at In[9]:2:9");
  },
);

test("a library that asks for the frames gets them, and what was there before is put back", async () => {
  await session.run("const mine: any = () => 'mine'; Error.prepareStackTrace = mine; 0");
  const asked = `const old = Error.prepareStackTrace; Error.prepareStackTrace = (_, frames) => frames;
    const sites = new Error().stack as unknown as NodeJS.CallSite[]; Error.prepareStackTrace = old;
    [sites[0]!.getLineNumber(), new Error().stack]`;
  expect(shown(await session.run(asked))).toBe("[ 2, 'mine' ]");
  await session.restart();
});

test("values and displays that lie", async () => {
  await session.run("const D = Symbol.for('Jupyter.display'); const show = (f: any) => ({ [D]: f })");
  const expected = /display(?: data)?: expected/;
  for (const lie of ["5", "null", "undefined", "'x'", "[]", "{ data: null }", "{ data: 5 }", "{ data: [] }"])
    expect(shown(await session.run(`show(() => (${lie}))`)), lie).toMatch(expected);
  for (const lie of [
    "{ data: {}, metadata: null }",
    "(() => { const a: any = {}; a.a = a; return { 'application/json': a } })()",
    "{ get 'text/plain'() { throw new Error('no') } }",
    "(() => { throw new Error('no') })()",
  ])
    expect((await session.run(`show(() => (${lie}))`)).status, lie).toBe("error");
  for (const lie of ["{ toJSON() { return 5 } }", "{ 'text/plain': () => 1 }", "{ 'text/plain': 10n }"])
    expect((await session.run(`show(() => (${lie}))`)).status, lie).toBe("ok");
  expect(shown(await session.run("show(async () => ({ 'text/plain': 'drawn later' }))"))).toBe("drawn later");
});

beforeEach(() => session.run("0"));

test.each([
  "new Proxy({}, { get() { throw 1 }, has() { throw 1 }, ownKeys() { throw 2 }, getPrototypeOf() { throw 3 } })",
  "{ const r = Proxy.revocable({}, {}); r.revoke(); throw r.proxy }",
  "throw new (class extends Error { get name(): any { throw 1 } })()",
  "throw new (class extends Error { get message(): any { throw 1 } })()",
  "throw Object.assign(new Error('x'), { name: Symbol('n') })",
  "throw Object.assign(new Error('x'), { message: { toString() { throw 1 } } })",
  "throw Object.assign(new AggregateError([]), { errors: 5 })",
  "{ const e = new Error('x'); e.cause = e; throw e }",
  "{ let e = new Error('x'); for (let i = 0; i < 20_000; i++) e = new Error('y', { cause: e }); throw e }",
  "throw Object.create(null)",
  "throw undefined",
  "throw Symbol('s')",
  "throw new Proxy(new Error('x'), { getPrototypeOf() { throw 1 }, get() { throw 2 } })",
  "Promise.reject(new Proxy({}, { getPrototypeOf() { throw 1 }, get() { throw 2 } }))",
  "throw () => 1",
])("%s is an error and costs nothing", async (code) => {
  await session.run("var alive = 1");
  expect((await session.run(code)).status).toBe("error");
  expect(shown(await session.run("alive"))).toBe("1");
});

test.each([
  "({ get [Symbol.for('Jupyter.display')]() { throw new Error('x') } })",
  "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('x') } })",
])("the value of %s is shown all the same", async (code) => {
  const { status, outputs } = await session.run(code);
  expect(status).toBe("ok");
  expect(outputs).toMatchObject([{ type: "result" }]);
});

test("an error of any size is folded, and costs no values", { timeout: 60_000 }, async () => {
  await session.run("const kept = 41");
  const [long, many, late] = [
    await session.run("throw new Error('x'.repeat(5e7))"),
    await session.run("throw new AggregateError(Array.from({ length: 20_000 }, (_, i) => new Error(`e${i}`)), 'many')"),
    await session.run("Promise.reject('y'.repeat(5e7)); await new Promise((resolve) => setTimeout(resolve, 10))"),
  ];
  expect(long.error?.message).toMatch(/^x+\n\.\.\. 48000000 more characters$/u);
  expect(late.error?.message).toMatch(/^y+\n\.\.\. 48000000 more characters$/u);
  const text = many.error!.traceback.join("\n");
  expect(text).toContain("Error: e19\n");
  expect(text).not.toContain("Error: e20\n");
  expect(text).toContain("19980 more errors");
  expect(shown(await session.run("kept + 1"))).toBe("42");
});
