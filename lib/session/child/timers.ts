/** Timers that an interrupted cell can no longer set, and intervals that end with their cell's interrupt. */
import { createRequire, syncBuiltinESMExports } from "node:module";
import { cellOf } from "./cells.ts";
import { isStopped, mayGoOn } from "./interruption.ts";

type AnyFunction = (...args: unknown[]) => unknown;

/**
 * Replace the timers of `globalThis`, `node:timers` and `node:timers/promises`. `onLeftover` is called when a timer
 * fires that a cell has set which was interrupted since.
 */
export function installTimers(onLeftover: (cell: number) => void): void {
  const require = createRequire(import.meta.url);
  const timers = require("node:timers") as Record<string, AnyFunction>;
  const promised = require("node:timers/promises") as Record<string, AnyFunction>;
  const { setTimeout: set, clearTimeout: clear, clearInterval } = timers as Record<string, AnyFunction>;

  /** A timer that never fires. */
  function silent(): unknown {
    const timer = set!(() => {}, 1);
    clear!(timer);
    return timer;
  }

  function watched([callback, ...rest]: unknown[]): unknown[] {
    if (typeof callback !== "function") return [callback, ...rest];
    return [
      function (this: unknown, ...args: unknown[]) {
        const cell = cellOf.getStore();
        if (isStopped(cell)) onLeftover(cell!);
        Reflect.apply(callback, this, args);
      },
      ...rest,
    ];
  }

  function untilStopped([callback, ...rest]: unknown[]): unknown[] {
    if (typeof callback !== "function") return [callback, ...rest];
    return [
      function (this: unknown, ...args: unknown[]) {
        if (isStopped(cellOf.getStore())) clearInterval!(this);
        else Reflect.apply(callback, this, args);
      },
      ...rest,
    ];
  }

  for (const name of ["setTimeout", "setImmediate", "setInterval"]) {
    timers[name] = checked(timers[name]!, { silent, change: name === "setInterval" ? untilStopped : watched });
    promised[name] = checked(promised[name]!, { silent: () => new Promise(() => {}) });
    Object.defineProperty(globalThis, name, {
      value: timers[name],
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  syncBuiltinESMExports();
}

interface Check {
  /** What a cell gets that was interrupted and caught that too often. */
  silent(): unknown;
  change?: ((args: unknown[]) => unknown[]) | undefined;
}

/** `original` with its name and properties, which an interrupted cell cannot call. */
function checked(original: AnyFunction, { silent, change = (args) => args }: Check): AnyFunction {
  return new Proxy(original, {
    apply: (target, self, args: unknown[]) => (mayGoOn() ? Reflect.apply(target, self, change(args)) : silent()),
  });
}
