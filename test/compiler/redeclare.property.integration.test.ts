import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Session } from "../../lib/session/index.ts";
import { openSession, shown } from "../session/open.ts";

let session: Session;
beforeAll(async () => {
  session = await openSession();
});
afterAll(() => session.close());

interface Kind {
  declare: (name: string, v: number) => string;
  read: (name: string) => string;
  assignable?: boolean;
  /** What reading gives whatever value was asked for. */
  fixed?: number;
}

/** Every way to declare `name` with a value that `read` gives back. */
const kinds: Record<string, Kind> = {
  let: { declare: (name: string, v: number) => `let ${name} = ${v}`, read: (name: string) => name, assignable: true },
  const: { declare: (name: string, v: number) => `const ${name} = ${v}`, read: (name: string) => name },
  var: { declare: (name: string, v: number) => `var ${name} = ${v}`, read: (name: string) => name, assignable: true },
  loopVar: {
    declare: (name: string, v: number) => `for (var ${name} = ${v}; false;) {}`,
    read: (name: string) => name,
    assignable: true,
  },
  pattern: {
    declare: (name: string, v: number) => `let { a: ${name} } = { a: ${v} }`,
    read: (name: string) => name,
    assignable: true,
  },
  using: {
    declare: (name: string, v: number) => `using ${name} = Object.assign(() => {}, { v: ${v}, [Symbol.dispose]() {} })`,
    read: (name: string) => `${name}.v`,
  },
  function: {
    declare: (name: string, v: number) => `function ${name}() { return ${v} }`,
    read: (name: string) => `${name}()`,
  },
  asyncFunction: {
    declare: (name: string, v: number) => `export async function ${name}() { return ${v} }`,
    read: (name: string) => `await ${name}()`,
  },
  class: {
    declare: (name: string, v: number) => `class ${name} { static v = ${v} }`,
    read: (name: string) => `${name}.v`,
  },
  abstractClass: {
    declare: (name: string, v: number) => `abstract class ${name} { static v = ${v}; abstract go(): void }`,
    read: (name: string) => `${name}.v`,
  },
  lowered: {
    declare: (name: string, v: number) => `class ${name} { constructor(readonly v = ${v}) {} }`,
    read: (name: string) => `new ${name}().v`,
  },
  enum: { declare: (name: string, v: number) => `enum ${name} { V = ${v} }`, read: (name: string) => `${name}.V` },
  namespace: {
    declare: (name: string, v: number) => `namespace ${name} { export const v = ${v} }`,
    read: (name: string) => `${name}.v`,
  },
  import: {
    declare: (name: string) => `import { sep as ${name} } from 'node:path'`,
    read: (name: string) => `${name}.length`,
    fixed: 1,
  },
  importAll: {
    declare: (name: string) => `import * as ${name} from 'node:path'`,
    read: (name: string) => `${name}.sep.length`,
    fixed: 1,
  },
};

const step = fc.record({
  name: fc.constantFrom("aa", "bb"),
  kind: fc.constantFrom(...Object.keys(kinds)),
  value: fc.integer({ min: 2, max: 99 }),
  assign: fc.option(fc.integer({ min: 100, max: 199 }), { nil: undefined }),
});

let run = 0;

test("whatever declares a name after whatever: the newest wins, at once, in later cells, in closures, after assignments", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      run++;
      for (const [index, { name: base, kind, value, assign }] of steps.entries()) {
        const name = `${base}${run}`;
        const { declare, read, assignable, fixed } = kinds[kind]!;
        const expected = fixed ?? value;
        const closure = `seen${run}_${index}`;
        const cell = `${declare(name, value)}\nconst ${closure} = async () => ${read(name)}\n${read(name)}`;
        const history = JSON.stringify(steps);
        expect(shown(await session.run(cell)), history).toBe(String(expected));
        expect(shown(await session.run(read(name))), history).toBe(String(expected));
        if (assignable && assign !== undefined) await session.run(`${name} = ${assign}`);
        const now = assignable && assign !== undefined ? assign : expected;
        expect(shown(await session.run(`await ${closure}()`)), history).toBe(String(now));
      }
    }),
    { numRuns: 25 },
  );
});

test("an earlier closure sees the newest variable of its name, of whatever kind", async () => {
  const values = ["let", "const", "var", "pattern", "loopVar"] as const;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...values), { minLength: 2, maxLength: 6 }), async (list) => {
      run++;
      const name = `shared${run}`;
      await session.run(`${kinds[list[0]!]!.declare(name, 0)}\nconst look${run} = () => ${name}`);
      for (const [index, kind] of list.entries()) {
        await session.run(kinds[kind]!.declare(name, index + 10));
        expect(shown(await session.run(`look${run}()`)), list.join()).toBe(String(index + 10));
      }
    }),
    { numRuns: 10 },
  );
});
