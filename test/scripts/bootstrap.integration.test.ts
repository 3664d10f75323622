/** The bootstrap on a project of its own, with an npm that writes three packages and nothing else. */
import { spawn, type ChildProcess } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const scripts = path.join(import.meta.dirname, "../../scripts");
let project: string;

beforeEach(() => {
  project = mkdtempSync(path.join(os.tmpdir(), "課 程 "));
  mkdirSync(path.join(project, "scripts"));
  for (const name of ["bootstrap.cjs", "install-lock.cjs", "trim.cjs"])
    copyFileSync(path.join(scripts, name), path.join(project, "scripts", name));
  put("scripts/hello.ts", "console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = 7;");
  put("package.json", '{ "type": "module" }');
  lock("1.0.0");
  put("npm-cli.cjs", fakeNpm);
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

/** Installs what the lock names for this platform, after `FAKE_MS`, or fails with the words in `FAKE_ERROR`. */
const fakeNpm = `
const fs = require("fs"), path = require("path");
fs.appendFileSync("npm.log", process.argv.slice(2).join(" ") + "\\n");
const { packages } = JSON.parse(fs.readFileSync("package-lock.json", "utf8"));
delete packages[""];
delete packages["node_modules/other"];
for (const place of Object.keys(packages)) {
  fs.mkdirSync(place, { recursive: true });
  fs.writeFileSync(path.join(place, "package.json"), "{}");
}
if (process.env.FAKE_ERROR) { console.error("npm error " + process.env.FAKE_ERROR); process.exit(1); }
setTimeout(() => fs.writeFileSync("node_modules/.package-lock.json", JSON.stringify({ packages })), Number(process.env.FAKE_MS || 0));
`;

function lock(version: string): void {
  const here = { optional: true, os: [process.platform], cpu: [process.arch] };
  const packages = {
    "": {},
    "node_modules/a": { version },
    "node_modules/@b/c": { version: "2.0.0", dev: true },
    "node_modules/here": { version: "3.0.0", ...here },
    "node_modules/other": { version: "4.0.0", optional: true, os: ["nowhere"] },
    "node_modules/other-dependency": { version: "5.0.0", optional: true },
  };
  put("package-lock.json", JSON.stringify({ packages }));
}

function put(name: string, text: string): void {
  mkdirSync(path.dirname(path.join(project, name)), { recursive: true });
  writeFileSync(path.join(project, name), text);
}

function start(args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  return spawn(process.execPath, [path.join(project, "scripts/bootstrap.cjs"), ...args], {
    env: {
      ...process.env,
      npm_execpath: path.join(project, "npm-cli.cjs"),
      npm_node_execpath: process.execPath,
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

async function run(args: string[], env: NodeJS.ProcessEnv = {}) {
  return ended(start(args, env));
}

async function ended(child: ChildProcess): Promise<{ code: number | null; out: string; err: string }> {
  let [out, err] = ["", ""];
  child.stdout!.on("data", (chunk: Buffer) => (out += chunk));
  child.stderr!.on("data", (chunk: Buffer) => (err += chunk));
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on("close", resolve);
  return { code: await promise, out, err };
}

function installs(): number {
  const log = path.join(project, "npm.log");
  return existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").length : 0;
}

describe("a command", () => {
  test("installs on a fresh clone, then runs the script with its arguments and gives its exit code", async () => {
    const { code, out, err } = await run(["hello", "a", "b c", "課程"]);
    expect([code, out]).toEqual([7, '["a","b c","課程"]\n']);
    expect(err).toContain("Installing 3 packages");
    expect(readFileSync(path.join(project, "npm.log"), "utf8")).toMatch(/^ci /);
  });

  test("installs nothing when all is there, packages of other platforms aside", async () => {
    await run(["hello"]);
    const { err } = await run(["hello"]);
    expect([installs(), err]).toEqual([1, ""]);
  });

  test.each<[string, () => void]>([
    ["the lock wants another version", () => lock("1.0.1")],
    ["a package's folder is gone", () => rmSync(path.join(project, "node_modules/@b/c"), { recursive: true })],
    ["this platform's binary is gone", () => rmSync(path.join(project, "node_modules/here"), { recursive: true })],
    ["npm's own record is cut short", () => put("node_modules/.package-lock.json", '{"packages":')],
  ])("installs again when %s", async (_, breakIt) => {
    await run(["hello"]);
    breakIt();
    await run(["hello"]);
    expect(installs()).toBe(2);
  });

  test("names the commands there are when asked for another", async () => {
    for (const name of ["nothing", "../hello", ""]) {
      const { code, err } = await run([name]);
      expect(code).toBe(1);
      expect(err).toMatch(/^scripts\/bootstrap\.cjs: expected one of hello, got /);
    }
    expect(installs()).toBe(0);
  });

  test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "passes %s on and waits for the script to clean up",
    async (signal) => {
      put(
        "scripts/wait.ts",
        `process.on("${signal}", () => setTimeout(() => { console.log("cleaned"); process.exit(3); }, 100));
       setInterval(() => {}, 1000); console.log("ready");`,
      );
      const child = start(["wait"]);
      const result = ended(child);
      child.stdout!.once("data", () => child.kill(signal));
      expect(await result).toMatchObject({ code: 3, out: "ready\ncleaned\n" });
    },
  );
});

describe("two commands at once", () => {
  test("on a fresh clone install once", async () => {
    const both = await Promise.all([run(["hello", "1"], { FAKE_MS: "800" }), run(["hello", "2"], { FAKE_MS: "800" })]);
    expect(both.map(({ code }) => code)).toEqual([7, 7]);
    expect(installs()).toBe(1);
    expect(both.map(({ err }) => err).join("")).toContain("Another command is installing");
  });

  test.each([
    ["whose owner is gone", JSON.stringify({ pid: 2 ** 22 + 1 }), 0],
    ["whose owner's number another program has now", JSON.stringify({ pid: process.pid }), 60],
    ["that was cut off before its owner wrote into it", "", 5],
  ])("do not wait for a lock %s", async (_, text, ageSeconds) => {
    put(".cache/install.lock", text);
    const then = Date.now() / 1000 - ageSeconds;
    utimesSync(path.join(project, ".cache/install.lock"), then, then);
    expect((await run(["hello"])).code).toBe(7);
    expect(existsSync(path.join(project, ".cache/install.lock"))).toBe(false);
  });
});

describe("an install that fails", () => {
  // each text is npm's own, shortened
  test.each([
    ["code ENOTFOUND\nnpm error request to registry failed, reason: getaddrinfo ENOTFOUND", "connect to the internet"],
    ["code EACCES\nnpm error syscall mkdir", "check who owns"],
    ["code ENOSPC\nnpm error nospc no space left on device", "The disk is full"],
    [
      "code EUSAGE\nnpm error `npm ci` can only install packages when your package.json and package-lock.json are in sync",
      "git checkout",
    ],
    ["code EINTEGRITY", "npm cache clean --force"],
    ["code ENEW something new", "npm 9 or newer"],
  ])("says what to do: %s", async (error, remedy) => {
    const { code, err } = await run(["hello"], { FAKE_ERROR: error });
    expect(code).toBe(1);
    expect(err).toContain(remedy);
    expect(err).not.toMatch(/^\s+at /m);
    expect((await run(["hello"])).code, "the next command installs anew").toBe(7);
    expect(installs()).toBe(2);
  });

  test("without npm says where to get it", async () => {
    const { code, err } = await run(["hello"], { npm_execpath: "", PATH: "" });
    expect([code, err.trim().split("\n").at(-1)]).toEqual([1, expect.stringContaining("npm was not found")]);
  });

  test("that is stopped is never taken for whole", async () => {
    const child = start(["hello"], { FAKE_MS: "60000" });
    const result = ended(child);
    while (installs() === 0) await new Promise((resolve) => setTimeout(resolve, 50));
    child.kill("SIGTERM");
    expect((await result).code).toBeGreaterThan(0);
    expect((await run(["hello"])).code).toBe(7);
    expect(installs()).toBe(2);
  });
});
