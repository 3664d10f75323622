import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { emptyFolder } from "../../folders.ts";
import { runPack } from "./run.ts";
import type { Outcome } from "./run.ts";

/** A pack whose specs do what a suite should not. */
const pack: Record<string, string> = {
  "package.json": `{ "type": "module" }`,
  "subject.js": `
    let calls = 0;
    export const useBackend = (name) => { globalThis.backendName = name; };
    export const fallback = () => calls++;
    export function fallbackCounts() { const counts = calls ? { Add: calls } : {}; calls = 0; return counts; }`,
  "ops/good_test.js": `
    import { fallback } from "../subject.js";
    describe("good  {}", () => {
      it("passes", () => expect(backendName).toBe("cpu"));
      it("leaves a kernel", () => { fallback(); fallback(); expect(1).toBe(1); });
      it("is written twice", () => expect(1).toBe(1));
      it("is written twice", () => expect(1).toBe(2));
      xit("is not run", () => {});
    });`,
  "ops/bad_test.js": `
    describe("bad  {}", () => {
      it("fails", () => expect(1).toBe(2));
      it("throws", () => { throw new Error("thrown"); });
      it("ends the process", () => process.exit(7));
      it("is killed", async () => { process.kill(process.pid, "SIGKILL"); await new Promise(() => {}); });
      it("hangs", () => { for (;;); });
      it("passes after all that", () => expect(1).toBe(1));
    });`,
};

describe("a pack of specs", () => {
  let outcomes: Map<string, Outcome>;
  const failure = (spec: string): string | undefined => outcomes.get(spec)!.failure;

  beforeAll(async () => {
    const bundle = emptyFolder("conformance");
    mkdirSync(path.join(bundle, "ops"));
    for (const [file, text] of Object.entries(pack)) writeFileSync(path.join(bundle, file), text);
    const files = ["ops/bad_test.js", "ops/good_test.js"];
    const all = await runPack({ bundle, backend: "cpu", files, silenceMs: 3_000 });
    outcomes = new Map(all.map((each) => [each.spec, each]));
  });

  it("is run to its end although specs end the process, are killed and hang", () => {
    expect([...outcomes.keys()]).toEqual([
      "ops/bad: bad › ends the process",
      "ops/bad: bad › fails",
      "ops/bad: bad › hangs",
      "ops/bad: bad › is killed",
      "ops/bad: bad › passes after all that",
      "ops/bad: bad › throws",
      "ops/good: good › is written twice",
      "ops/good: good › is written twice (2)",
      "ops/good: good › leaves a kernel",
      "ops/good: good › passes",
    ]);
  });

  it("says of each spec whether it passed, else why not", () => {
    expect(failure("ops/good: good › passes")).toBeUndefined();
    expect(failure("ops/bad: bad › passes after all that")).toBeUndefined();
    expect(failure("ops/bad: bad › fails")).toBe("Expected 1 to be 2.");
    expect(failure("ops/bad: bad › throws")).toBe("Error: thrown");
    expect(failure("ops/bad: bad › ends the process")).toContain("the process ended: 7");
    expect(failure("ops/bad: bad › is killed")).toContain("the process ended");
    expect(failure("ops/bad: bad › hangs")).toBe("no answer for 3 s");
  });

  it("tells specs of the same name apart", () => {
    expect(outcomes.get("ops/good: good › is written twice")!.failure).toBeUndefined();
    expect(outcomes.get("ops/good: good › is written twice (2)")!.failure).toBe("Expected 1 to be 2.");
  });

  it("counts the kernels that each spec left to the cpu backend", () => {
    expect(outcomes.get("ops/good: good › leaves a kernel")!.fallbacks).toEqual({ Add: 2 });
    expect(outcomes.get("ops/good: good › is written twice")!.fallbacks).toEqual({});
  });

  it("names the file of each, also of one that died", () => {
    expect(outcomes.get("ops/bad: bad › hangs")!.file).toBe("ops/bad_test.js");
    expect(outcomes.get("ops/good: good › passes")!.file).toBe("ops/good_test.js");
  });
});
