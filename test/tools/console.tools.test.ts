/** jupyter-console: the kernel in a terminal, used with keys. */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDesk } from "./tool.ts";

interface Step {
  /** Keys. */
  send?: string;
  /** What must show after them, as a regular expression of Python; "end" is the program's end. */
  until: string;
}

const enter = "\r";
const ctrl = { c: "\u0003", d: "\u0004", u: "\u0015" };

const steps = {
  start: { until: String.raw`In \[1\]: ` },
  result: { send: `1 + 1${enter}`, until: String.raw`Out\[1\]: 2\s` },
  thrown: { send: `throw new RangeError("boom")${enter}`, until: String.raw`at In\[2\]:1:7` },
  typeError: { send: `const n: number = "a"${enter}`, until: "TS2322" },
  loop: { send: `const kept = 41; for (;;) {}${enter}`, until: String.raw`\{\}.*\n` },
  interrupt: { send: ctrl.c, until: "Interrupted" },
  afterwards: { send: `kept + 1${enter}`, until: String.raw`Out\[5\]: 42` },
  open: { send: `function f() {${enter}`, until: String.raw`\.\.\.: ` },
  closed: { send: `return 3 }${enter}`, until: String.raw`In \[7\]: ` },
  call: { send: `f()${enter}`, until: String.raw`Out\[7\]: 3` },
  only: { send: "Math.cbr\t", until: "cbrt" },
  completed: { send: `(8)${enter}`, until: String.raw`Out\[8\]: 2\s` },
  choice: { send: "Math.c\t\t", until: "(?s)(?=.*ceil)(?=.*cbrt)" },
  question: { send: `${ctrl.u}prompt("Your name?")${enter}`, until: "Your name" },
  answer: { send: `Ada${enter}`, until: String.raw`Out\[9\]: 'Ada'` },
  page: { send: `parseInt?${enter}`, until: String.raw`radix\?: number` },
  exit: { send: "process.exit(3)" + enter, until: "exit code 3" },
  fresh: { send: `typeof kept${enter}`, until: String.raw`TS2304|undefined` },
  leave: { send: ctrl.d, until: "really want to exit" },
  left: { send: `y${enter}`, until: "end" },
} satisfies Record<string, Step>;

type Name = keyof typeof steps;

// pexpect has no terminal on Windows
describe.skipIf(process.platform === "win32")("jupyter-console", () => {
  const desk = openDesk();
  const shown: Partial<Record<Name, string | null>> = {};
  let status: number | null;
  let output = "";

  beforeAll(async () => {
    const args = [path.join(import.meta.dirname, "console_steps.py"), "--kernel", "tslab"];
    const ran = await desk.python(args, { input: JSON.stringify(Object.values(steps)) });
    expect(ran.status, ran.output).toBe(0);
    output = ran.output;
    const said = JSON.parse(ran.stdout) as { shown: (string | null)[]; status: number | null };
    status = said.status;
    for (const [i, name] of (Object.keys(steps) as Name[]).entries()) shown[name] = said.shown[i] ?? null;
  });
  afterAll(() => desk.remove());

  test.each<[string, Name[]]>([
    ["says what kernel it has", ["start"]],
    ["shows a result", ["result"]],
    ["shows what was thrown, with its line", ["thrown"]],
    ["shows a type error", ["typeError"]],
    ["interrupts a loop with Ctrl-C, values kept", ["loop", "interrupt", "afterwards"]],
    ["lets a function go on over lines until it is closed", ["open", "closed", "call"]],
    ["completes what has one completion, and offers a choice of more", ["only", "completed", "choice"]],
    ["asks for the cell", ["question", "answer"]],
    ["shows what is known of a name", ["page"]],
    ["goes on after process.exit, without the values", ["exit", "fresh"]],
  ])("%s", (_, names) => {
    for (const name of names) expect(shown[name], `${name}\n${output}`).toEqual(expect.any(String));
  });

  test("names TypeScript and Node when it starts", () => {
    expect(shown.start).toMatch(/TypeScript \d+\.\d+\.\d+ on Node \d+/);
  });

  test("ends well with Ctrl-D", () => {
    expect(shown.left).toEqual(expect.any(String));
    expect(status).toBe(0);
  });
});
