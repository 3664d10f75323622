/** From the bytes of an .ipynb file to a notebook, or to an error that says what is wrong and where. */
import * as v from "valibot";
import { check, InputError } from "../core/index.ts";
import { notebookSchema } from "./schema.ts";
import type { Notebook } from "./types.ts";

export interface ParseOptions {
  /** What errors call the file. Default: `notebook`. */
  name?: string;
}

/**
 * Read a notebook of format 4.5 or a later 4.x. Accepts what nbformat's schema accepts, and distinct cell ids only.
 * Throws `InputError` for anything else: not UTF-8, not JSON, another format, a missing or misplaced part.
 */
export function parseNotebook(file: Uint8Array | string, { name = "notebook" }: ParseOptions = {}): Notebook {
  const json = parseJson(typeof file === "string" ? file : decode(file, name), name);
  check(typeof json === "object" && json !== null && !Array.isArray(json), name, "a JSON object", json);
  checkVersion(json as Record<string, unknown>, name);
  const result = v.safeParse(notebookSchema, json);
  if (!result.success) throw new InputError(explain(result.issues[0], name));
  checkIds(result.output.cells, name);
  return result.output as Notebook;
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new InputError(`${name}: expected UTF-8, got bytes that are not (first at offset ${firstBadByte(bytes)})`);
  }
}

/** Where decoding must fail: the length of the longest prefix that is valid on its own. */
function firstBadByte(bytes: Uint8Array): number {
  const valid = (end: number, stream: boolean): boolean => {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, end), { stream });
      return true;
    } catch {
      return false;
    }
  };
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (valid(middle, true)) good = middle;
    else bad = middle;
  }
  // subtle: a stream accepts the start of a character whose next byte is wrong
  while (!valid(good, false)) good--;
  return good;
}

function parseJson(text: string, name: string): unknown {
  if (text.trim() === "") throw new InputError(`${name}: expected a notebook, got an empty file`);
  if (text.startsWith("\uFEFF"))
    throw new InputError(`${name}: expected JSON, got a byte order mark first; Jupyter cannot open it`);
  try {
    return JSON.parse(text);
  } catch (error) {
    const { message } = error as SyntaxError;
    const conflict = /^(?:<{7}|>{7}) .*$/m.exec(text);
    if (conflict)
      throw new InputError(`${name}: expected JSON, got Git conflict markers in line ${lineAt(text, conflict.index)}`, {
        cause: error,
      });
    if (/Unexpected end|Unterminated/.test(message))
      throw new InputError(
        `${name}: expected a whole notebook, got a file that ends in the middle, after ${text.length} characters`,
        { cause: error },
      );
    const position = /position (\d+)/.exec(message)?.[1];
    const where = position === undefined ? "" : ` in line ${lineAt(text, Number(position))}`;
    throw new InputError(`${name}: expected JSON, got a mistake${where}: ${message}`, { cause: error });
  }
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split("\n").length;
}

function checkVersion({ nbformat, nbformat_minor: minor }: Record<string, unknown>, name: string): void {
  const found = `${String(nbformat ?? "none")}.${String(minor ?? "none")}`;
  if (nbformat !== 4 || typeof minor !== "number" || minor < 5)
    throw new InputError(
      `${name}: expected notebook format 4.5, got ${found}; \`jupyter nbconvert --to notebook\` or a save in JupyterLab brings an older one up`,
    );
}

function explain(issue: v.BaseIssue<unknown>, name: string): string {
  const path = v.getDotPath(issue) ?? "the document";
  const where = path.replace(/^cells\.(\d+)/, (_, index: string) => `cell ${Number(index) + 1}`).replace(/\./, ", ");
  if (issue.received === "undefined") return `${name}: ${where}: expected it to be there, got nothing`;
  const expected = issue.expected === "never" ? "no such key" : (issue.expected ?? issue.message);
  return `${name}: ${where}: expected ${expected}, got ${issue.received}`;
}

function checkIds(cells: readonly { id: string }[], name: string): void {
  const seen = new Map<string, number>();
  for (const [index, { id }] of cells.entries()) {
    const first = seen.get(id);
    if (first !== undefined)
      throw new InputError(`${name}: cell ${index + 1}: expected an id of its own, got "${id}", as cell ${first + 1}`);
    seen.set(id, index);
  }
}
