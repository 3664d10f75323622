/** An error as the student should see it: what happened, where in their code, and what caused it; none of our frames. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { inspect } from "node:util";
import type { CellError } from "../types.ts";
import { cellNow } from "./cells.ts";
import { isStopped } from "./interruption.ts";
import { ownProcess } from "./own.ts";
import { framesOfCell } from "./own-frames.ts";

type PrepareStackTrace = NonNullable<typeof Error.prepareStackTrace>;

/** The frames of errors whose stacks were made by a function of the cell's. */
const framesOf = new WeakMap<Error, readonly NodeJS.CallSite[]>();

/**
 * Let a cell's own `Error.prepareStackTrace` make stacks without costing an error its place. Subtle: V8 asks it
 * for the stack of an error that nobody catches, again after an interrupt has stopped it, and cannot stop it twice.
 */
export function watchStacks(): void {
  const plain = Error.prepareStackTrace as PrepareStackTrace;
  const watchers = new WeakSet<object>();
  let current: unknown = plain;

  function watcherOf(make: PrepareStackTrace): PrepareStackTrace {
    const watcher: PrepareStackTrace = (error, frames) => {
      if (isStopped(cellNow())) return plain(error, frames);
      framesOf.set(error, frames);
      return make.call(Error, error, frames) as unknown;
    };
    watchers.add(watcher);
    return watcher;
  }

  Object.defineProperty(Error, "prepareStackTrace", {
    get: () => current,
    set(given: unknown) {
      const isNew = typeof given === "function" && given !== plain && !watchers.has(given);
      current = isNew ? watcherOf(given as PrepareStackTrace) : given;
    },
    configurable: true,
    enumerable: false,
  });
}

/** Describe anything that was thrown. Paths are relative to the notebook's folder, so that they read the same elsewhere. */
export function describeError(thrown: unknown): CellError {
  try {
    return describe(thrown);
  } catch {
    const message = "an error that cannot be shown: reading its name, message or stack throws";
    return { name: "Error", message, traceback: [`Error: ${message}`] };
  }
}

/** A chain of causes longer than this is a loop, or nothing that helps. */
const deepestCause = 10;
/** So many errors of an `AggregateError` are shown. */
const mostErrors = 20;
/** Longer text of an error, or of one inside it, says nothing more, and what does not fit the channel ends the session. */
const longestText = 2_000_000;
const longestInnerText = 100_000;
const mostFrames = 100;
const longestFrame = 2000;

function describe(thrown: unknown): CellError {
  if (!isError(thrown)) {
    const message = typeof thrown === "string" ? folded(thrown, longestText) : safeInspect(thrown);
    return {
      name: "Thrown",
      message,
      traceback: [`Thrown: ${message}`, "Throw an Error instead, and the traceback shows where it was."],
    };
  }
  const name = nameOf(thrown);
  const message = messageOf(thrown);
  return { name, message, traceback: lines(thrown, new Set()) };
}

function lines(error: Error, seen: Set<unknown>): string[] {
  seen.add(error);
  const most = seen.size === 1 ? longestText : longestInnerText;
  const head = `${nameOf(error)}: ${messageOf(error, most)}`.split("\n");
  const inner =
    seen.size > deepestCause
      ? []
      : [...errorsIn(error), error.cause].filter((each) => each !== undefined && !seen.has(each));
  return [
    ...head,
    ...frames(error),
    ...inner.flatMap((each) => [
      "Caused by:",
      ...(isError(each) ? lines(each, seen) : [safeInspect(each)]).map((line) => `  ${line}`),
    ]),
  ];
}

function nameOf({ name }: Error): string {
  return name ? folded(String(name), longestInnerText) : "Error";
}

function messageOf({ message }: Error, most = longestText): string {
  return folded(String(message), most);
}

function folded(text: string, most: number): string {
  const more = text.length - most;
  return more > 0 ? `${text.slice(0, most)}\n... ${more} more characters` : text;
}

function errorsIn(error: Error): unknown[] {
  if (!(error instanceof AggregateError) || !Array.isArray(error.errors)) return [];
  const more = error.errors.length - mostErrors;
  return more > 0 ? [...error.errors.slice(0, mostErrors), `${more} more errors`] : error.errors;
}

const frameLine = /^\s+at /;
/** The frames of the error's stack that are the cell's. */
function frames(error: Error): string[] {
  const written = belowMessage(error)
    .split("\n")
    .filter((line) => frameLine.test(line));
  const all = written.length > 0 ? written : (framesOf.get(error) ?? []).map((frame) => `    at ${String(frame)}`);
  return framesOfCell(all)
    .slice(0, mostFrames)
    .map((line) => `    ${relative(line.trim().slice(0, longestFrame))}`);
}

/** The stack without the message that it starts with, whose lines may look like frames. */
function belowMessage(error: Error): string {
  const { message } = error;
  const stack = stackOf(error);
  const at = stack.indexOf(String(message));
  return at < 0 || stack.slice(0, at).includes("\n") ? stack : stack.slice(at + String(message).length);
}

function stackOf(error: Error): string {
  try {
    return typeof error.stack === "string" ? error.stack : "";
  } catch {
    return "";
  }
}

/** A frame: what is called, a file's URL or path, and the position in it. */
const framePlace = /^(at (?:.*? \()?(?:async )?)(.+?)(:\d+:\d+\)?)$/u;

/** The line of a stack with its file named from the notebook's folder. */
export function relative(line: string): string {
  const [, before, place, position] = framePlace.exec(line) ?? [];
  if (!place) return line;
  try {
    const file = place.startsWith("file:") ? fileURLToPath(place.split("?")[0]!) : place;
    if (!path.isAbsolute(file)) return line;
    return `${before}${path.relative(ownProcess.cwd(), file).replaceAll("\\", "/")}${position}`;
  } catch {
    return line;
  }
}

function isError(value: unknown): value is Error {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

function safeInspect(value: unknown): string {
  try {
    return folded(inspect(value, { depth: 2, maxStringLength: 1000 }), longestInnerText);
  } catch {
    return "a value that cannot be shown";
  }
}
