/**
 * Make lib/backend/decode/program.ts: program.as compiled to WebAssembly, once with fused multiply-add and once without.
 * See --help.
 *
 * The compiler, AssemblyScript, is 100 MB and only wanted here: npm runs it from its cache instead of installing it.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Command } from "commander";

const compiler = "assemblyscript@0.28.20";
const folder = path.join(import.meta.dirname, "..", "lib", "backend", "decode");
const target = path.join(folder, "program.ts");

/** `-O3` unrolls nothing and inlines what is small; `stub` and no memory of its own: all that is left is the code. */
const options = [
  ["-O3", "--noAssert", "--runtime", "stub", "--importMemory", "--noExportMemory"],
  ["--enable", "simd", "--enable", "relaxed-simd"],
].flat();

export interface CompilerOptions {
  /** Fail where npm does not have the compiler already. */
  offline?: boolean;
}

/** The compiler's version, or undefined where it cannot be had. */
export function compilerVersion({ offline = false }: CompilerOptions = {}): string | undefined {
  try {
    return asc(["--version"], { offline, cwd: tmpdir() }).trim();
  } catch {
    return undefined;
  }
}

/** The text of program.ts. */
export function compileDecodeProgram({ offline = false }: CompilerOptions = {}): string {
  const cwd = mkdtempSync(path.join(tmpdir(), "decode-program-"));
  try {
    // its source is not TypeScript, and is not named so; the compiler wants that name
    writeFileSync(path.join(cwd, "program.ts"), readFileSync(path.join(folder, "program.as")));
    const compiled = Object.entries({ relaxed: 1, simd: 0 }).map(([name, relaxed]) => {
      asc(["program.ts", ...options, "--use", `RELAXED=${relaxed}`, "-o", `${name}.wasm`], { offline, cwd });
      return `const ${name} =\n  "${readFileSync(path.join(cwd, `${name}.wasm`)).toString("base64")}";\n`;
    });
    const head = `/** program.as as WebAssembly, in base64. Made by scripts/decode-program.ts with ${compiler}. */\n`;
    return `${head}${compiled.join("")}export const programs = { relaxed, simd };\n`;
  } finally {
    rmSync(cwd, { recursive: true, force: true, maxRetries: 3 });
  }
}

function asc(args: readonly string[], { offline, cwd }: { offline: boolean; cwd: string }): string {
  const all = ["exec", "--yes", ...(offline ? ["--offline"] : []), `--package=${compiler}`, "--", "asc", ...args];
  const cli = process.env["npm_execpath"];
  const [program, before, shell] =
    cli && /npm-cli\.c?js$/.test(cli) ? [process.execPath, [cli], false] : ["npm", [], process.platform === "win32"];
  return execFileSync(program, [...before, ...all], {
    cwd,
    shell,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

if (import.meta.main) {
  const { check, offline } = new Command("node scripts/decode-program.ts")
    .description("Compile lib/backend/decode/program.as with AssemblyScript, into program.ts beside it.")
    .option("--check", "only say whether the file is what the source gives")
    .option("--offline", "with the compiler that npm has in its cache")
    .parse()
    .opts<{ check?: true; offline?: boolean }>();
  const text = compileDecodeProgram({ offline: offline ?? false });
  if (!check) writeFileSync(target, text);
  else if (text !== readFileSync(target, "utf8")) {
    console.error("lib/backend/decode/program.ts is not what program.as gives: run node scripts/decode-program.ts");
    process.exitCode = 1;
  }
}
