/** Random interrupts at random moments of random cells: each cell ends, says what it printed, and the state is kept. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Rng } from "../../lib/core/index.ts";
import { Finding, printed, resultOf, run } from "./target.ts";
import type { Target } from "./target.ts";

const posix = process.platform !== "win32";

/** Cells of every kind of busy. All count `steps` first, and print consecutive numbers through `say()`. */
const cells: readonly string[] = [
  "for (;;);",
  "for (let i = 0; i < 5e7; i++);",
  "for (;;) say()",
  "for (let i = 0; i < 2000; i++) say()",
  "for (;;) { say(); await 0 }",
  "for (;;) { say(); await sleep(1) }",
  "for (;;) { try { say(); await sleep(1) } catch {} }",
  "try { for (;;) say() } finally { console.error('finally') }",
  "try { await sleep(1e6) } finally { console.error('finally') }",
  "await new Promise(() => {})",
  "await Promise.all([1, 2, 3].map(async () => { for (;;) { say(); await sleep(2) } }))",
  "setInterval(say, 1); await new Promise(() => {})",
  "setTimeout(() => { for (;;); }, 5); await sleep(1e6)",
  "(function f() { setImmediate(f) })(); await new Promise(() => {})",
  "process.nextTick(function f() { process.nextTick(f) }); await new Promise(() => {})",
  "queueMicrotask(function f() { queueMicrotask(f) }); await new Promise(() => {})",
  "/(a+)+$/.test('a'.repeat(40) + 'b')",
  "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)",
  "JSON.stringify(Array.from({ length: 3e5 }, (_, i) => ({ i })))",
  "Array.from({ length: 1e5 }, () => Math.random()).sort()",
  "(function f(n: number): number { return n < 2 ? n : f(n - 1) + f(n - 2) })(40)",
  "require('crypto').pbkdf2Sync('a', 'b', 100_000, 64, 'sha512')",
  "using r = { [Symbol.dispose]() { console.error('disposed') } }; await sleep(1e6)",
  "throw new Error('on purpose')",
  "await import('node:zlib')",
  "const refused: number = 'a'",
  "1 + 1",
  ...(posix
    ? ["require('child_process').execSync('sleep 30')", "require('child_process').execSync('yes | head -c 1000000')"]
    : []),
];

const prelude = `var steps = 0, said = 0;
const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const say = () => { if (process.stdout.write(String(said + 1) + "\\n")) said++ };`;

const look = "console.log('whole'); [steps, said].join()";

/** After so long nothing prints that an interrupted cell left running. */
const leftoverMs = 200;

export interface InterruptsReport {
  cells: number;
  interrupted: number;
  /** From the interrupt of a cell to its reply, in ms. */
  medianMs: number;
  slowestMs: number;
}

/** Run and interrupt until `untilMs` (on performance.now()'s clock). */
export async function fuzzInterrupts(
  target: Target,
  { rng, untilMs, onProgress }: { rng: Rng; untilMs: number; onProgress(done: number): void },
): Promise<InterruptsReport> {
  const times: number[] = [];
  let round = 0;
  let interruptedCount = 0;
  await run(target.client, prelude);
  let steps = 0;
  /** All up to this number have arrived, and of the later ones these. */
  let checked = 0;
  let numbers = new Set<number>();

  for (; performance.now() < untilMs; round++) {
    const code = rng.pick(cells);
    const { client, peer } = target;
    const id = await client.send("execute_request", { code: `steps++;\n${code}`, stop_on_error: false });
    const queued = rng.int(4) === 0 ? await client.send("execute_request", { code: "1" }) : undefined;
    await sleep(rng.int(90));
    let at = performance.now();
    for (let left = 1 + rng.int(3); left > 0; left--) {
      if (posix && rng.int(3) === 0) process.kill(peer.pid, "SIGINT");
      else await client.send("interrupt_request", {}, { channel: "control" });
      if (rng.int(2) === 0) await sleep(rng.int(10));
    }
    // an interrupt that came before its cell, or was for the cell before it, has no effect on it
    const again = setInterval(() => {
      at = performance.now();
      void client.send("interrupt_request", {}, { channel: "control" });
    }, 1000);
    const what = `round ${round}, ${JSON.stringify(code)}`;
    const reply = await client.reply(id).catch((cause: unknown) => {
      throw new Finding(`${what}: no reply (${String(cause)})`, { cause });
    });
    clearInterval(again);
    if (queued)
      await client.reply(queued).catch((cause: unknown) => {
        throw new Finding(`${what}: the cell behind it has no reply (${String(cause)})`, { cause });
      });
    const { ename, evalue } = reply.content;
    if (ename === "Interrupted") {
      interruptedCount++;
      times.push(performance.now() - at);
    } else if (ename !== undefined && !["Error", "TypeCheckError", "SyntaxError"].includes(String(ename)))
      throw new Finding(`${what}: ended as ${String(ename)}: ${String(evalue)}`);

    const lookAgain = (): ReturnType<typeof run> =>
      run(client, look).catch((cause: unknown) => {
        throw new Finding(`${what}: the next cell has no reply (${String(cause)})`, { cause });
      });
    let state = await lookAgain();
    // an interrupt that was late
    while (state.reply.content.ename === "Interrupted") state = await lookAgain();
    const [now, said] = (resultOf(state.outputs) ?? "").replaceAll("'", "").split(",").map(Number);
    const ran = now === steps + 1;
    // a cell that was stopped while it was compiled has not run
    if (!ran && now !== steps)
      throw new Finding(`${what}: the state is ${resultOf(state.outputs)}, expected ${steps + 1} steps`);
    steps = now!;
    if (!printed(state.outputs).includes("whole\n")) throw new Finding(`${what}: the next cell's print is lost`);
    if (!Number.isInteger(said)) throw new Finding(`${what}: the state is ${resultOf(state.outputs)}`);
    if (round % 50 === 49) {
      await target.checkWhole();
      await sleep(leftoverMs);
      for (const line of printed(target.client.published).split("\n"))
        if (/^\d+$/u.test(line)) numbers.add(Number(line));
      for (let number = checked + 1; number <= said!; number++)
        if (!numbers.has(number)) throw new Finding(`${what}: printed up to ${said}, but ${number} has not arrived`);
      numbers = new Set([...numbers].filter((number) => number > said!));
      checked = said!;
      await target.renew();
      onProgress(round + 1);
    }
  }
  await target.checkWhole();
  times.sort((a, b) => a - b);
  return {
    cells: round,
    interrupted: interruptedCount,
    medianMs: times[times.length >> 1] ?? 0,
    slowestMs: times.at(-1) ?? 0,
  };
}
