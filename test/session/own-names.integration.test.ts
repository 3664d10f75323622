import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Session } from "../../lib/session/index.ts";
import { emptyFolder } from "../folders.ts";
import { openSession, printed, shown, traceback } from "./open.ts";

const cwd = emptyFolder();
writeFileSync(path.join(cwd, "timer.ts"), "export const wait = () => new Promise((done) => setTimeout(done, 1));\n");
const session: Session = await openSession({ cwd });
afterAll(() => session.close());

const libraryText = `export const used = [
  new Map([[1, 2]]).size, new Set([1]).size, Math.max(1, 2), JSON.stringify([1]), Buffer.from("a").length,
  Object.keys({ a: 1 }).length, Array.from("ab").length, String(5), Number("6"), typeof setTimeout,
  await Promise.resolve(7), Reflect.ownKeys({}).length, Symbol.iterator.toString(), new Error("e").message,
].join();
`;
let libraries = 0;

/** What a session shows that nothing has happened to. */
async function works(): Promise<void> {
  // a module is read once
  const library = `library-${++libraries}`;
  writeFileSync(path.join(cwd, `${library}.ts`), libraryText);
  expect(printed(await session.run("console.log('printed', [1])"))).toBe("printed [ 1 ]\n");
  expect(shown(await session.run("[1, [2, { a: 3 }]]"))).toBe("[ 1, [ 2, { a: 3 } ] ]");
  expect(shown(await session.run("(null as any).x"))).toMatch(/^TypeError: Cannot read/u);
  expect(shown(await session.run("throw new (globalThis.RangeError)('told')"))).toBe("RangeError: told");
  expect(shown(await session.run(`import { used } from "./${library}.ts"\nused`))).toBe(
    "'1,1,2,[1],1,1,2,5,6,function,7,0,Symbol(Symbol.iterator),e'",
  );
}

test.each(
  "Buffer Math Error AggregateError Set Map WeakMap String Object Array ArrayBuffer Promise Reflect Symbol JSON Number process performance setTimeout".split(
    " ",
  ),
)("a cell may declare %s, and everything else has the language's own", async (name) => {
  for (const declared of [`const ${name} = 5`, `let ${name} = 5`, `var ${name} = 5`]) {
    expect(shown(await session.run(`${declared}\n${name} + 1`)), declared).toBe("6");
    expect(shown(await session.run(`${name}`)), declared).toBe("5");
  }
  await works();
});

test("all of them at once", async () => {
  expect((await session.run("const JSON = 1, Map = 2, Promise = 3, Object = 4, Error = 5")).status).toBe("ok");
  expect(shown(await session.run("[1 + JSON]"))).toBe("[ 2 ]");
  await works();
});

test("a class of such a name is called so, extends others, and is declared again", async () => {
  await session.run("class Buffer { items: number[] = []\n  twin(): Buffer { return new Buffer() } }");
  expect(shown(await session.run("[Buffer.name, new Buffer().twin()]"))).toBe("[ 'Buffer', Buffer { items: [] } ]");
  await session.run("export class Event extends Buffer {}");
  expect(shown(await session.run("new Event() instanceof Buffer"))).toBe("true");
  await session.run("class Buffer { other = 1 }");
  expect(shown(await session.run("new Buffer().other"))).toBe("1");
  expect(shown(await session.run("abstract class URL { static a = 1 }\nURL.a"))).toBe("1");
  expect(shown(await session.run("globalThis.Buffer.from('a').length"))).toBe("1");
  await works();
});

test("functions, enums and imports of such a name are the cell's alone", async () => {
  expect(
    shown(await session.run("fetch(1)\nfunction fetch(n: number): number { return n > 3 ? n : fetch(n + 1) }")),
  ).toBe("ok");
  expect(shown(await session.run("fetch(2)"))).toBe("4");
  expect(shown(await session.run("enum Event { Start, Stop }\nEvent[Event.Stop]"))).toBe("'Stop'");
  await session.run('import { setTimeout } from "node:timers/promises"');
  expect(shown(await session.run("await setTimeout(1, 'waited')"))).toBe("'waited'");
  expect(shown(await session.run("import { wait } from './timer.ts'\nawait wait()\n1"))).toBe("1");
  expect(
    shown(await session.run("namespace Places { export const Map = 1; export const two = Map + 1 }\nPlaces")),
  ).toBe("{ Map: 1, two: 2 }");
});

test("members, keys, patterns and parameters keep their names", async () => {
  await session.run("const Map = 1, Set = { Map: 2 }");
  expect(
    shown(
      await session.run(
        "const { Map: a, ...rest } = { Map, Set }\nconst f = ({ Map = 5 }) => Map\nclass C { Map = Map }",
      ),
    ),
  ).toBe("ok");
  expect(shown(await session.run("[a, rest.Set.Map, f({ Map: 3 }), f({}), new C().Map, { Map }]"))).toBe(
    "[ 1, 2, 3, 5, 1, { Map: 1 } ]",
  );
  await session.run("let URL: number, Event = 1; ({ URL, Event = 2 } = { URL: 3 } as any)");
  expect(shown(await session.run("[URL, Event]"))).toBe("[ 3, 2 ]");
  expect(
    shown(await session.run("const { Math, JSON: { length: Number } } = { Math: 6, JSON: 'abc' };\n[Math, Number]")),
  ).toBe("[ 6, 3 ]");
});

test("an earlier function keeps the language's own, and an error shows name and place as written", async () => {
  await session.restart();
  await session.run("const area = (r: number) => Math.round(Math.PI * r)");
  const failed = await session.run('const Math: any = 5; const text = "x"; Math.max(1)', { name: "In[2]" });
  expect(shown(failed)).toBe("TypeError: Math.max is not a function");
  expect(traceback(failed)).toContain("In[2]:1:45");
  expect(shown(await session.run("area(1)"))).toBe("3");
});

test("a name that is written with escapes is the same name", async () => {
  expect(shown(await session.run("const \\u004dath = 5\nMath + \\u{4d}ath"))).toBe("10");
  await works();
});
