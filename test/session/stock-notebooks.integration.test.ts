/**
 * Notebooks written for stock tslab, TypeScript and JavaScript. The cells do what those of its own example notebooks do
 * (https://github.com/yunabe/tslab-examples, "Getting Started" in both languages), in other words; what they show is
 * what stock tslab shows there, without colours.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Session } from "../../lib/session/index.ts";
import { emptyFolder } from "../folders.ts";
import { lastOf, openSession, printed, shown } from "./open.ts";

const cwd = emptyFolder("old notebooks");
// the eight bytes that every PNG starts with
writeFileSync(path.join(cwd, "dot.png"), Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a));

/** The data of everything a cell displays, updates in their place. */
async function displayed(session: Session, cell: string): Promise<unknown[]> {
  const { outputs, error } = await session.run(cell);
  expect(error).toBeUndefined();
  return outputs.flatMap((output) => (output.type === "display" || output.type === "update" ? [output.data] : []));
}

describe("TypeScript", () => {
  let session: Session;
  beforeAll(async () => {
    session = await openSession({ cwd });
  });
  afterAll(() => session.close());

  test("the display API is imported by name, as a whole, and again", async () => {
    const first = await session.run(
      `import * as tslab from 'tslab';\n\nconsole.log('Hi, tslab!')\nconsole.log(Object.keys(tslab.versions).join())`,
    );
    expect(printed(first)).toBe("Hi, tslab!\ntslab,typescript,node\n");
    expect(await displayed(session, "tslab.display.html('<i>one</i>')")).toEqual([{ "text/html": "<i>one</i>" }]);
    expect(shown(await session.run(`import fs from "fs";\nimport * as tslab from "tslab";`))).toBe("ok");
    const bytes = await displayed(session, "tslab.display.png(fs.readFileSync('dot.png'))");
    expect(bytes).toEqual([{ "image/png": "iVBORw0KGgo=" }]);
  });

  test("functions, interfaces and classes of one cell serve the next", async () => {
    await session.run(
      `/** Counts rabbits. */\nfunction rabbits(months: number): number {\n    if (months > 1) {\n        return rabbits(months - 1) + rabbits(months - 2);\n    }\n    return 1;\n}`,
    );
    const block = await session.run("{\n    const months = 20;\n    console.log(`${months}: ${rabbits(months)}`)\n}");
    expect(printed(block)).toBe("20: 10946\n");
    await session.run(
      `interface Greets {\n    words(): string;\n}\n\nclass Greeter implements Greets {\n    private whom: string;\n\n    constructor(whom: string) {\n        this.whom = whom;\n    }\n\n    words(): string {\n        return \`Hi, \${this.whom}!\`;\n    }\n}`,
    );
    expect(
      printed(
        await session.run("function say(g: Greets) {\n    console.log(g.words());\n}\n\nsay(new Greeter('you'));"),
      ),
    ).toBe("Hi, you!\n");
  });

  test("a cell waits at its top, and a promise that is not awaited shows itself", async () => {
    const cell =
      "let nap = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));\nconst begin = Date.now();\n// Wait at the top.\nawait nap(20);\nDate.now() - begin >= 19";
    expect(await lastOf(session, [cell, cell])).toBe("true");
    expect(await lastOf(session, ["// no await\nnap(5);"])).toBe("Promise { <pending> }");
    expect(
      await lastOf(session, ["let later = async () => {\n    await nap(1);\n    return `slept`\n}\nawait later();"]),
    ).toContain("slept");
  });

  test("one display is written over", async () => {
    const cell =
      "{\n    let bar = tslab.newDisplay();\n    for (let part = 1; part <= 3; part++) {\n      await nap(1);\n      bar.text(`part ${part}`);\n    }\n}";
    expect((await displayed(session, cell)).at(-1)).toEqual({ "text/plain": "part 3" });
  });

  test("modern syntax in blocks prints what it printed", async () => {
    const result = await session.run(`{
    class Pair {
        left: number;
        right: string;
        constructor(left: number, right: string) {
            this.left = left;
            this.right = right;
        }
    }
    const pair = new Pair(12, 'ab');
    let {left, right: other} =  pair;
    console.log({left, other});
    let [x, y, z] = [1, 2, 3];
    console.log({x, y, z})
    let squares: number[] = [];
    for (let n of (function*(end: number) {
        for (let i = 0; i < end; i += 2) {
            yield i;
        }
    })(6)) {
        squares.push(n * n);
    }
    console.log('squares =', squares);
    let holder = {x: null};
    console.log('holder?.x?.y ==', holder?.x?.y);
    let none = null, zero = 0, text = 'a';
    console.log('first ==', none ?? zero ?? text);
}`);
    expect(printed(result)).toBe(
      "{ left: 12, other: 'ab' }\n{ x: 1, y: 2, z: 3 }\nsquares = [ 0, 4, 16 ]\nholder?.x?.y == undefined\nfirst == 0\n",
    );
  });

  test("the wrong type is still refused", async () => {
    expect(await lastOf(session, ["let word: number = 'tslab';"])).toContain("TS2322");
    expect(await lastOf(session, ["let amount = 12.3;\namount = 'tslab';"])).toContain("TS2322");
  });

  test("a notebook that tidies its neighbours", async () => {
    writeFileSync(path.join(cwd, "other.ipynb"), '{ "execution_count": 12 }');
    const cell = `import * as fs from "fs";
import * as path from "path";

for (const name of fs.readdirSync('.')) {
    if (!name.endsWith('.ipynb')) {
        continue;
    }
    let content = fs.readFileSync(name, {
        encoding: 'utf8'
    });
    fs.writeFileSync(name, content.replace(/("execution_count"\\s*:\\s*)\\d+/g, '$1null'));
}
fs.readFileSync(path.join('.', 'other.ipynb'), 'utf8')`;
    expect(await lastOf(session, [cell])).toContain('"execution_count": null');
  });
});

describe("JavaScript", () => {
  let session: Session;
  beforeAll(async () => {
    session = await openSession({ cwd, language: "javascript" });
  });
  afterAll(() => session.close());

  test("the display API is required, and required again", async () => {
    expect(
      printed(await session.run("const tslab = require('tslab');\n\nconsole.log(Object.keys(tslab.versions).join())")),
    ).toBe("tslab,typescript,node\n");
    expect(shown(await session.run(`const fs = require("fs");\nconst tslab = require("tslab");`))).toBe("ok");
    expect(await displayed(session, "tslab.display.png(fs.readFileSync('dot.png'))")).toEqual([
      { "image/png": "iVBORw0KGgo=" },
    ]);
    expect(
      await lastOf(session, [`// as import os from "os"\nlet os = require("os");\ntypeof os.cpus()[0].model`]),
    ).toContain("string");
  });

  test("a constructor makes the fields of its class, here and in later cells", async () => {
    const cell =
      "class Greeter {\n    constructor(whom) {\n        this.whom = whom;\n    }\n\n    greet() {\n        console.log(`Hi, ${this.whom}`);\n    }\n}\n\nconst greeter = new Greeter('you');\ngreeter.greet();";
    expect(printed(await session.run(cell))).toBe("Hi, you\n");
    expect(await lastOf(session, ["greeter.whom.length"])).toBe("3");
    expect(
      await lastOf(session, [
        "class Named extends Greeter { get whose() { return this.whom + 's' } }\nnew Named('dog').whose",
      ]),
    ).toContain("dogs");
  });

  test("a cell waits at its top", async () => {
    const cell = "let nap = (ms) => new Promise(resolve => setTimeout(resolve, ms));\nawait nap(5);\n`slept`";
    expect(await lastOf(session, [cell, cell])).toContain("slept");
    expect(await lastOf(session, ["nap(5);"])).toBe("Promise { <pending> }");
  });

  test.each([
    ["a number becomes text", "let amount = 12;\namount += ' kg';\namount", "'12 kg'"],
    ["a type in a comment", "/** @type {any} */\nlet free = 12;\nfree += ' kg';\nfree", "'12 kg'"],
    ["fields that come later", "const made = {}; made.one = 1; made", "{ one: 1 }"],
    ["too few arguments", "function add(a, b) { return a + (b || 1) }\nadd(1)", "2"],
    ["properties of anything", "[1, 2].nothing", "ok"],
    [
      "functions as constructors",
      "function Old(n) { this.n = n }\nOld.prototype.twice = function () { return this.n * 2 }\nnew Old(2).twice()",
      "4",
    ],
    ["a global of its own", "globalThis.shared = 5;\nshared + 1", "6"],
    ["import", "import { join } from 'path';\nimport * as url from 'url';\njoin('a', typeof url)", "'a/object'"],
  ])("types do not stop it: %s", async (_, cell, expected) => {
    expect(await lastOf(session, [cell])).toBe(expected);
  });

  test.each([
    ["text that cannot be read", "let = = 1", "SyntaxError: TS"],
    ["a name declared twice in one cell", "let twice = 1;\nlet twice = 2;", "TS2451"],
    ["a constant that is assigned, in its cell", "const fixed = 1;\nfixed = 2;", "TS2588"],
    ["a constant of an earlier cell that is assigned", "tslab = 1", "TS2588"],
    ["break outside a loop", "break", "TS1105"],
  ])("it is refused for %s", async (_, cell, expected) => {
    const result = await session.run(cell);
    expect(result.refused).toBe(true);
    expect(shown(result)).toContain(expected);
  });

  test("what is wrong only when it runs ends the cell as JavaScript says", async () => {
    expect(await lastOf(session, ["nobody"])).toBe("ReferenceError: nobody is not defined");
    expect(await lastOf(session, ["({}).#inside"])).toContain("Cannot read private member #inside");
    expect(await lastOf(session, ["null.length"])).toContain("TypeError: Cannot read properties of null");
  });

  test("completion knows what earlier cells made", async () => {
    expect((await session.complete("greeter.gr", 10)).matches.map(({ text }) => text)).toContain("greet");
  });
});
