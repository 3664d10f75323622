/** M, second part: modules that change, fail or talk. */
import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { prints } from "./prints.ts";
import type { Behaviour } from "../types.ts";

export const changing: readonly Behaviour[] = [
  {
    id: "M17",
    title: "An edited file is imported anew.",
    reason: "A library is written beside the notebook; Deno keeps the old one for ever.",
    cells: {
      ts: ['import { edited } from "./edited.ts"\nconsole.log(String(edited()))'],
      tslab: ['import { edited } from "./edited"\nconsole.log(String(edited()))'],
      py: ["%load_ext autoreload\n%autoreload 2\nimport edited\nprint(edited.edited())"],
    },
    async check(kernel, cell) {
      const text = (n: number): string =>
        kernel.language === "py" ? `def edited(): return ${n}\n` : `export const edited = () => ${n};\n`;
      const file = `edited.${kernel.language}`;
      for (const n of [1, 2, 3]) {
        kernel.write(file, text(n));
        assert.equal((await kernel.prints(cell!)).split("\n").at(-1), String(n));
        // Python tells versions apart by whole seconds of the file's time
        await delay(kernel.language === "py" ? 1_100 : 20);
      }
    },
  },
  {
    id: "M18",
    title: "So is a file whose own import was edited.",
    reason: "The mistake is one file deeper; stock tslab runs the old code.",
    cells: {
      ts: ['import { upper } from "./upper.ts"\nconsole.log(String(upper()))'],
      tslab: ['import { upper } from "./upper"\nconsole.log(String(upper()))'],
      py: ["%load_ext autoreload\n%autoreload 2\nimport upper\nprint(upper.upper())"],
    },
    async check(kernel, cell) {
      const py = kernel.language === "py";
      const extension = kernel.name === "tslab" ? "" : ".ts";
      kernel.write(
        py ? "upper.py" : "upper.ts",
        py
          ? "import lower\ndef upper(): return lower.lower() + 1\n"
          : `import { lower } from "./lower${extension}";\nexport const upper = () => lower() + 1;\n`,
      );
      for (const n of [1, 2]) {
        kernel.write(
          py ? "lower.py" : "lower.ts",
          py ? `def lower(): return ${n}\n` : `export const lower = () => ${n};\n`,
        );
        assert.equal((await kernel.prints(cell!)).split("\n").at(-1), String(n + 1));
        await delay(py ? 1_100 : 20);
      }
    },
  },
  {
    id: "M19",
    title: "A module that was not edited is evaluated once.",
    reason: "Its state is kept: caches, counters, open files.",
    cells: {
      ts: ['import { count } from "./once.ts"\nconsole.log(String(count()))'],
      tslab: ['import { count } from "./once"\nconsole.log(String(count()))'],
      py: ["from once import count\nprint(count())"],
    },
    async check(kernel, cell) {
      kernel.write("once.ts", "let n = 0;\nexport const count = () => ++n;\n");
      kernel.write("once.py", "n = 0\ndef count():\n    global n\n    n += 1\n    return n\n");
      for (const expected of ["1", "2", "3"]) assert.equal(await kernel.prints(cell!), expected);
    },
  },
  {
    id: "M20",
    title: "An error in a module names the module's file and line as they were written.",
    reason: "Stock tslab names a line of the compiled file.",
    cells: {
      ts: 'import { fail } from "./throws.ts"\nfail()',
      tslab: 'import { fail } from "./throws"\nfail()',
      py: "from throws import fail\nfail()",
    },
    async check(kernel, cell) {
      const { traceback, stderr } = await kernel.fails(cell!);
      assert.match(traceback + stderr, /throws\.ts:4|throws\.py.*line 4|throws\.py:4/);
    },
  },
  {
    id: "M21",
    title: "A module that does not exist is an error that names it, and the kernel goes on.",
    reason: "The commonest import error.",
    cells: { ts: ['import { a } from "./absent-file.ts"', "console.log(1)"], py: ["import absent_file", "print(1)"] },
    async check(kernel, bad, next) {
      const { traceback, reply } = await kernel.fails(bad!);
      assert.match(traceback + JSON.stringify(reply), /absent.file/);
      await kernel.settle();
      assert.equal(await kernel.prints(next!), "1");
    },
  },
  {
    id: "M22",
    title: "A module that could not be read is imported once it is mended.",
    reason: "Module loaders remember failures.",
    cells: {
      ts: 'import { mended } from "./mended.ts"\nconsole.log(String(mended))',
      tslab: 'import { mended } from "./mended"\nconsole.log(String(mended))',
      py: "from mended import mended\nprint(mended)",
    },
    async check(kernel, cell) {
      const file = `mended.${kernel.language}`;
      kernel.write(file, "this is ( no program");
      await kernel.fails(cell!);
      await kernel.settle();
      kernel.write(file, kernel.language === "py" ? "mended = 5\n" : "export const mended = 5;\n");
      assert.equal(await kernel.prints(cell!), "5");
    },
  },
  {
    id: "M23",
    title: "A module that throws while it loads is an error of the cell with the module's line, and can be mended.",
    reason: "The same, at run time.",
    cells: {
      ts: 'import { ready } from "./loading.ts"\nconsole.log(String(ready))',
      tslab: 'import { ready } from "./loading"\nconsole.log(String(ready))',
      py: "from loading import ready\nprint(ready)",
    },
    async check(kernel, cell) {
      const file = `loading.${kernel.language}`;
      const py = kernel.language === "py";
      kernel.write(
        file,
        py ? '\nraise ValueError("while loading")\n' : '\nthrow new Error("while loading");\nexport const ready = 1;\n',
      );
      const { traceback, stderr } = await kernel.fails(cell!);
      assert.match(traceback + stderr, /while loading/);
      assert.match(traceback + stderr, /loading\.(ts:2|py.*line 2|py:2)/);
      await kernel.settle();
      kernel.write(file, py ? "ready = 5\n" : "export const ready = 5;\n");
      assert.equal(await kernel.prints(cell!), "5");
    },
  },
  {
    id: "M24",
    title: "What a module prints while it loads is shown in the cell that imports it.",
    reason: "Progress of a library that prepares itself.",
    cells: {
      ts: 'import { x } from "./talks.ts"\nconsole.log(String(x))',
      tslab: 'import { x } from "./talks"\nconsole.log(String(x))',
      py: "from talks import x\nprint(x)",
    },
    async check(kernel, cell) {
      kernel.write("talks.ts", 'console.log("loading");\nexport const x = 1;\n');
      kernel.write("talks.py", 'print("loading")\nx = 1\n');
      assert.equal(await kernel.prints(cell!), "loading\n1");
    },
  },
  prints(
    {
      id: "M25",
      title: "A package that brings no types is imported.",
      reason: "Half of npm; a student cannot write its declarations.",
    },
    { ts: ['import { untyped } from "untyped"\nconsole.log(String(untyped))'] },
    "4",
  ),
];
