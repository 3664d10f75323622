/** G: what a cell means. */
import { constructs } from "./language-constructs.ts";
import { prints } from "./prints.ts";
import type { Family } from "../types.ts";

export const language: Family = {
  letter: "G",
  name: "the language of cells",
  behaviours: [
    prints(
      { id: "G01", title: "A variable is there in the next cell.", reason: "What a notebook is." },
      { ts: ["const a1 = 5", "console.log(a1)"], py: ["a1 = 5", "print(a1)"] },
      "5",
    ),
    prints(
      {
        id: "G02",
        title: "let, const, class and function may be declared again.",
        reason: "Every cell is run again; plain JavaScript refuses the second time.",
      },
      {
        ts: [
          "let a2 = 1; const b2 = 1; class C2 { v = 1 }; function f2() { return 1 }",
          "let a2 = 2; const b2 = 2; class C2 { v = 2 }; function f2() { return 2 }",
          "console.log(a2 + b2 + new C2().v + f2())",
        ],
        py: [
          "a2 = 1\nclass C2: v = 1\ndef f2(): return 1",
          "a2 = 2\nclass C2: v = 2\ndef f2(): return 2",
          "print(a2 + 2 + C2().v + f2())",
        ],
      },
      "8",
    ),
    prints(
      {
        id: "G03",
        title: "A name may be declared again as another kind of thing.",
        reason: "`var` then `let`, `const` then `function`, in any order, as a student tries.",
      },
      {
        ts: [
          "var a3 = 1",
          "let a3 = 2",
          "const a3 = 3",
          "function a3() {}",
          "class a3 {}",
          "var a3 = 6",
          "console.log(a3)",
        ],
        py: ["a3 = 1", "def a3(): pass", "class a3: pass", "a3 = 6", "print(a3)"],
      },
      "6",
    ),
    prints(
      {
        id: "G04",
        title: "A function sees what a later cell assigns to the variables that it uses.",
        reason: "A learning rate that is changed and has no effect: stock tslab gives closures the old value.",
      },
      {
        ts: ["let rate4 = 0.1; function step4() { return rate4 }", "rate4 = 0.01", "console.log(step4())"],
        py: ["rate4 = 0.1\ndef step4(): return rate4", "rate4 = 0.01", "print(step4())"],
      },
      "0.01",
    ),
    prints(
      {
        id: "G05",
        title: "It sees a variable that is declared again, too.",
        reason: "The cell with `let rate = …` is edited and run, not the assignment.",
      },
      {
        ts: ["let rate5 = 0.1; const step5 = () => rate5", "let rate5 = 0.02", "console.log(step5())"],
        py: ["rate5 = 0.1\nstep5 = lambda: rate5", "rate5 = 0.02", "print(step5())"],
      },
      "0.02",
    ),
    prints(
      {
        id: "G06",
        title: "Earlier callers call a function as it was defined last.",
        reason: "A helper is mended; nobody runs all cells below it again.",
      },
      {
        ts: [
          "function helper6() { return 'old' }\nfunction caller6() { return helper6() }",
          "function helper6() { return 'new' }",
          "console.log(caller6())",
        ],
        py: [
          "def helper6(): return 'old'\ndef caller6(): return helper6()",
          "def helper6(): return 'new'",
          "print(caller6())",
        ],
      },
      "new",
    ),
    prints(
      { id: "G07", title: "await works at the top of a cell.", reason: "Loading data, every lecture." },
      {
        ts: ["const v7 = await Promise.resolve(7)\nconsole.log(v7)"],
        py: ["import asyncio\nasync def seven(): return 7\nv7 = await seven()\nprint(v7)"],
      },
      "7",
    ),
    prints(
      {
        id: "G08",
        title: "for await works at the top of a cell.",
        reason: "Streams of batches and tokens; a SyntaxError in stock tslab.",
      },
      {
        ts: [
          "async function* g8() { yield 1; yield 2 }\nlet s8 = 0\nfor await (const x of g8()) s8 += x\nconsole.log(s8)",
        ],
        py: ["async def g8():\n    yield 1\n    yield 2\ns8 = 0\nasync for x in g8(): s8 += x\nprint(s8)"],
      },
      "3",
    ),
    prints(
      {
        id: "G09",
        title: "A loop variable, a block and a catch keep their names to themselves.",
        reason: "`let` means what it means.",
      },
      {
        ts: [
          "for (let i9 = 0; i9 < 2; i9++) {}\n{ const i9b = 1 }\ntry { throw 1 } catch (e9) {}",
          "console.log((globalThis as any).i9, typeof (globalThis as any).e9)",
        ],
      },
      "undefined undefined",
    ),
    prints(
      {
        id: "G10",
        title: "An enum is there in later cells.",
        reason: "TypeScript Handbook, Enums: it is a value and a type.",
      },
      { ts: ["enum Color10 { Red, Green = 5 }", "const c10: Color10 = Color10.Green\nconsole.log(c10, Color10[5])"] },
      "5 green",
    ),
    prints(
      {
        id: "G11",
        title: "A const enum is there in later cells.",
        reason: "Its values are put in where it is used; Deno forgets it.",
      },
      { ts: ["const enum Level11 { Low = 1, High = 9 }", "console.log(Level11.High)"] },
      "9",
    ),
    prints(
      {
        id: "G12",
        title: "A namespace is there in later cells, and may be declared again.",
        reason: "Stock tslab loses it after one more cell.",
      },
      {
        ts: [
          "namespace Geo12 { export const pi = 3; export type Id = string }",
          "1",
          "const i12: Geo12.Id = 'x'\nconsole.log(Geo12.pi, i12)",
        ],
      },
      "3 x",
    ),
    prints(
      {
        id: "G13",
        title: "Interfaces and types are there in later cells.",
        reason: "Definitions come first, uses later.",
      },
      {
        ts: [
          "interface Point13 { x: number }\ntype Pair13<T> = [T, T]",
          "const p13: Pair13<Point13> = [{ x: 1 }, { x: 2 }]\nconsole.log(p13[1].x)",
        ],
      },
      "2",
    ),
    ...constructs,
  ],
};
