/** Runs the notebook tools as their users do: `python -m <tool>` in a folder with notebooks. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { labEnv, toolPaths } from "../../lib/lab/index.ts";
import { joinLines, parseNotebook } from "../../lib/notebook/index.ts";
import type { CodeCell } from "../../lib/notebook/index.ts";

export const root = path.resolve(import.meta.dirname, "../..");
const paths = toolPaths(root);

export interface Ran {
  /** Exit code; 128 and more after a signal. */
  status: number;
  /** What was said on both streams, without colours. */
  output: string;
  stdout: string;
}

export interface Desk {
  folder: string;
  /** The Python of the tools. */
  executable: string;
  /** Run `python <args>` in the folder. */
  python(args: readonly string[], options?: { input?: string; env?: NodeJS.ProcessEnv }): Promise<Ran>;
  /** Write a notebook of these code cells; its path. */
  write(name: string, cells: readonly CellText[], options?: { kernel?: string; language?: string }): string;
  writeText(name: string, text: string): void;
  /** The code cells of a notebook that a tool has written. */
  read(name: string): CodeCell[];
  remove(): void;
}

/** A code cell: its text, or its text with tags and other metadata. */
export type CellText = string | { source: string; metadata: Record<string, unknown> };

export function tagged(source: string, ...tags: string[]): CellText {
  return { source, metadata: { tags } };
}

const limitMs = 120_000;

/** A folder of one's own, with Jupyter's files inside it; the kernel is the one in the tools' environment. */
export function openDesk(): Desk {
  const folder = mkdtempSync(path.join(os.tmpdir(), "tools 課程 "));
  mkdirSync(path.join(folder, ".jupyter"));
  const base = labEnv({ ...paths, jupyter: path.join(folder, ".jupyter") });
  return {
    folder,
    executable: paths.python,
    python: (args, { input, env } = {}) => run(args, { cwd: folder, env: { ...base, ...env }, input }),
    write(name, cells, { kernel = "tslab", language = "typescript" } = {}) {
      const file = path.join(folder, name);
      writeFileSync(file, notebookText(cells, { kernel, language }));
      return file;
    },
    writeText: (name, text) => writeFileSync(path.join(folder, name), text),
    read: (name) =>
      parseNotebook(readFileSync(path.join(folder, name), "utf8")).cells.filter((cell) => cell.cell_type === "code"),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

/** The text of a notebook with these code cells. */
export function notebookText(
  cells: readonly CellText[],
  { kernel, language }: { kernel: string; language: string },
): string {
  const code = cells.map((cell, i) => ({
    cell_type: "code",
    id: `cell-${i}`,
    execution_count: null,
    outputs: [],
    metadata: typeof cell === "string" ? {} : cell.metadata,
    source: typeof cell === "string" ? cell : cell.source,
  }));
  const kernelspec = { name: kernel, display_name: "TypeScript (tslab)", language };
  return JSON.stringify({ cells: code, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 });
}

/** What a cell shows, one text per output: streams with their name, displays and results as text, errors by name. */
export function shown(cell: CodeCell | undefined): string[] {
  const texts: string[] = [];
  for (const output of cell?.outputs ?? []) {
    if (output.output_type === "stream") {
      const start = `${output.name}: `;
      // a long text comes in pieces
      if (texts.at(-1)?.startsWith(start)) texts[texts.length - 1] += joinLines(output.text);
      else texts.push(start + joinLines(output.text));
    } else if (output.output_type === "error") texts.push(`error: ${output.ename}`);
    else texts.push(joinLines(output.data["text/plain"] as string | string[]));
  }
  return texts;
}

async function run(
  args: readonly string[],
  { cwd, env, input }: { cwd: string; env: NodeJS.ProcessEnv; input?: string | undefined },
): Promise<Ran> {
  const child = spawn(paths.python, args, { cwd, env, stdio: "pipe", timeout: limitMs, killSignal: "SIGKILL" });
  let [stdout, output] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (output += text));
  child.stdin.end(input);
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.on("error", reject);
  child.on("close", (code, signal) => resolve(code ?? 128 + os.constants.signals[signal ?? "SIGKILL"]));
  const status = await promise;
  return { status, stdout, output: output.replaceAll(colours, "") };
}

// oxlint-disable-next-line no-control-regex -- colours are control characters
const colours = /\u001b\[[0-9;]*m/g;
