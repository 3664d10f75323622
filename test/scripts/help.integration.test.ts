/** Every script says what it does and takes, and does nothing else, when it is asked. */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test } from "vitest";

const scripts = path.join(import.meta.dirname, "../../scripts");
const names = readdirSync(scripts).filter((name) => name.endsWith(".ts"));

test.each(names)("%s --help", (name) => {
  const args = ["--disable-warning=ExperimentalWarning", path.join(scripts, name), "--help"];
  const help = execFileSync(process.execPath, args, { cwd: os.tmpdir(), encoding: "utf8", stdio: "pipe" });
  expect(help).toMatch(/^Usage: /mu);
  expect(help).toContain("--help");
});
