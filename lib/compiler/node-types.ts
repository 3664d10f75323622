/**
 * Node's types for cells, in two sizes. The whole of `@types/node` takes 0.1 s and 40 MB to read, and a first cell
 * rarely needs it, so a program starts with the few globals below. They are declared as there, so a cell that fits
 * the few fits the whole; one that does not is checked again with the whole.
 */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { webAssemblyTypes } from "./webassembly-types.ts";

/** The globals that most first cells use. The test compares each with its namesake in `@types/node`. */
export const fewNodeTypes = `/// <reference lib="esnext.disposable" />
interface Console {
  assert(condition?: unknown, ...data: any[]): void;
  clear(): void;
  count(label?: string): void;
  countReset(label?: string): void;
  debug(...data: any[]): void;
  dirxml(...data: any[]): void;
  error(...data: any[]): void;
  group(...data: any[]): void;
  groupCollapsed(...data: any[]): void;
  groupEnd(): void;
  info(...data: any[]): void;
  log(...data: any[]): void;
  table(tabularData?: any, properties?: string[]): void;
  time(label?: string): void;
  timeEnd(label?: string): void;
  timeLog(label?: string, ...data: any[]): void;
  trace(...data: any[]): void;
  warn(...data: any[]): void;
}
declare var console: Console;
declare namespace NodeJS {
  interface Timeout extends Disposable {
    close(): this;
    hasRef(): boolean;
    ref(): this;
    refresh(): this;
    unref(): this;
    [Symbol.toPrimitive](): number;
  }
}
declare function setInterval<TArgs extends any[]>(
  callback: (...args: TArgs) => void, delay?: number, ...args: [void] extends TArgs ? Partial<TArgs> : TArgs
): NodeJS.Timeout;
declare function setTimeout<TArgs extends any[]>(
  callback: (...args: TArgs) => void, delay?: number, ...args: [void] extends TArgs ? Partial<TArgs> : TArgs
): NodeJS.Timeout;
declare function clearInterval(timeout: NodeJS.Timeout | string | number | undefined): void;
declare function clearTimeout(timeout: NodeJS.Timeout | string | number | undefined): void;
declare function queueMicrotask(callback: () => void): void;
declare var performance: { now(): number; readonly timeOrigin: number };
`;

/**
 * All of Node's types, from `file`, and what else a program starts without: the libraries `lib`, WebAssembly unless the
 * browser's library brings it, and the display API of tslab, which is there wherever the notebook is.
 */
export function wholeNodeTypes(file: string, { lib, hasBrowser }: { lib: string[]; hasBrowser: boolean }): string {
  return [
    ...lib.map((name) => `/// <reference lib="${name}" />`),
    `/// <reference path="${file}" />`,
    ...(hasBrowser ? [] : [webAssemblyTypes]),
    `declare module "tslab" {\n${tslabTypes()}\n}\n`,
  ].join("\n");
}

function tslabTypes(): string {
  const main = import.meta.resolve("tslab");
  const text = readFileSync(fileURLToPath(new URL("public.d.ts", main)), "utf8");
  return text.replaceAll("export declare ", "export ").replace(/^\/\/\/.*$/gmu, "");
}
