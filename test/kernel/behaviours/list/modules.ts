/** M: import. */
import { changing } from "./modules-changing.ts";
import { prints } from "./prints.ts";
import type { Family } from "../types.ts";

export const modules: Family = {
  letter: "M",
  name: "modules",
  behaviours: [
    prints(
      {
        id: "M01",
        title: "A file beside the notebook is imported by its name.",
        reason: "Relative imports: asked for first in every kernel's issues.",
      },
      {
        ts: ['import { double } from "./helper.ts"\nconsole.log(String(double(21)))'],
        py: ["from helper import double\nprint(double(21))"],
        tslab: ['import { double } from "./helper"\nconsole.log(String(double(21)))'],
      },
      "42",
    ),
    prints(
      {
        id: "M02",
        title: "The extension may be left out.",
        reason: "Notebooks for stock tslab are written so; Deno refuses.",
      },
      { ts: ['import { double } from "./helper"\nconsole.log(String(double(4)))'] },
      "8",
    ),
    prints(
      {
        id: "M03",
        title: "A file in a folder above is imported.",
        reason: "lib/ beside notebooks/: refused by stock tslab, not under rootDir.",
      },
      {
        ts: ['import { triple } from "../shared/triple.ts"\nconsole.log(String(triple(2)))'],
        tslab: ['import { triple } from "../shared/triple"\nconsole.log(String(triple(2)))'],
        py: [
          "import sys; sys.path.append('../shared')\nimport os; open('../shared/triple.py', 'w').write('def triple(n): return 3 * n\\n')\nfrom triple import triple",
          "print(triple(2))",
        ],
      },
      "6",
    ),
    prints(
      { id: "M04", title: "JSON is imported as a value with its type.", reason: "Data beside the notebook." },
      { ts: ['import data from "./data.json" with { type: "json" }\nconsole.log(String(data.answer))'] },
      "42",
    ),
    prints(
      { id: "M05", title: "JavaScript modules are imported.", reason: "Not everything is TypeScript." },
      { ts: ['import { plain } from "./plain.mjs"\nconsole.log(String(plain))'] },
      "7",
    ),
    prints(
      { id: "M06", title: "A CommonJS package is imported.", reason: "Half of npm is written so." },
      { ts: ['import common from "common"\nconsole.log(String(common.common))'] },
      "5",
    ),
    prints(
      {
        id: "M07",
        title: "A package that has nothing but `exports` is imported, a part of it too.",
        reason: "Packages of today; stock tslab cannot find them.",
      },
      {
        ts: [
          'import { only } from "only-exports"\nimport { part } from "only-exports/part"\nconsole.log(only + " " + part)',
        ],
      },
      "6 8",
    ),
    prints(
      {
        id: "M08",
        title: "A package that awaits at its top is imported.",
        reason: "ERR_REQUIRE_ASYNC_MODULE in stock tslab.",
      },
      { ts: ['import { late } from "awaits"\nconsole.log(String(late))'] },
      "9",
    ),
    prints(
      { id: "M09", title: "What comes with the runtime is imported.", reason: "Files and paths." },
      {
        ts: [
          'import { join } from "node:path"\nimport * as os from "node:os"\nconsole.log(join("a", "b"), os.EOL.length > 0)',
        ],
        py: ["from os.path import join\nimport os\nprint(join('a', 'b'), 'true')"],
      },
      "a/b true",
    ),
    prints(
      {
        id: "M10",
        title: "import() works, with a name that is computed.",
        reason: "Loading one of several models; REPL mode refuses it.",
      },
      {
        ts: ['const which = "helper"; const m10 = await import(`./${which}.ts`)\nconsole.log(String(m10.double(5)))'],
        py: ["import importlib\nm10 = importlib.import_module('help' + 'er')\nprint(m10.double(5))"],
        tslab: ['const which = "helper"; const m10 = await import(`./${which}`)\nconsole.log(String(m10.double(5)))'],
      },
      "10",
    ),
    prints(
      {
        id: "M11",
        title: "Default, named, renamed and namespace imports work together.",
        reason: "ECMAScript, Imports.",
      },
      {
        ts: [
          'import theDefault, { double as twice } from "./helper.ts"\nimport * as all from "./helper.ts"\nconsole.log(theDefault, twice(1), typeof all.double)',
        ],
        tslab: [
          'import theDefault, { double as twice } from "./helper"\nimport * as all from "./helper"\nconsole.log(theDefault, twice(1), typeof all.double)',
        ],
      },
      "the default 2 function",
    ),
    prints(
      {
        id: "M12",
        title: "An import of types alone leaves nothing behind.",
        reason: "import type; the file need not exist at run time.",
      },
      {
        ts: ['import type { Id } from "./helper.ts"\nconst id: Id = "x"\nconsole.log(id)'],
        tslab: ['import type { Id } from "./helper"\nconst id: Id = "x"\nconsole.log(id)'],
      },
      "x",
    ),
    prints(
      { id: "M13", title: "What one cell imports, the next ones use.", reason: "Imports stand in the first cell." },
      {
        ts: [
          'import { double } from "./helper.ts"',
          "console.log(String(double(6)))",
          "console.log(String([1].map(double)[0]))",
        ],
        py: ["from helper import double", "print(double(6))", "print(double(1))"],
        tslab: [
          'import { double } from "./helper"',
          "console.log(String(double(6)))",
          "console.log(String([1].map(double)[0]))",
        ],
      },
      "2",
    ),
    prints(
      { id: "M14", title: "The same import may stand in many cells.", reason: "Cells are copied." },
      {
        ts: [
          'import { double } from "./helper.ts"',
          'import { double } from "./helper.ts"\nconsole.log(String(double(7)))',
        ],
        py: ["from helper import double", "from helper import double\nprint(double(7))"],
        tslab: [
          'import { double } from "./helper"',
          'import { double } from "./helper"\nconsole.log(String(double(7)))',
        ],
      },
      "14",
    ),
    prints(
      {
        id: "M15",
        title: "Relative files are read from the notebook's folder, whatever its name.",
        reason: "Chinese folders with blanks, on every student's desktop.",
      },
      {
        ts: ['import { readFileSync } from "node:fs"\nconsole.log(readFileSync("资料 data.txt", "utf8").trim())'],
        py: ["print(open('资料 data.txt', encoding='utf8').read().strip())"],
      },
      "字 😀",
    ),
    prints(
      {
        id: "M16",
        title: "import.meta and __dirname name the notebook's folder.",
        reason: "Paths to data, in modules of both kinds.",
      },
      {
        ts: [
          'import path from "node:path"\nconsole.log(path.basename(import.meta.dirname!), path.basename(__dirname))',
        ],
      },
      "notebooks notebooks",
    ),
    ...changing,
  ],
};
