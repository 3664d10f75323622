/** Timers that an interrupted cell can no longer set, and intervals that end with their cell's interrupt. */
import { createRequire, syncBuiltinESMExports } from "node:module";
import { cellOf } from "./cells.ts";
import { checkpoint, isStopped } from "./interruption.ts";

type AnyFunction = (...args: unknown[]) => unknown;

/** Replace the timers of `globalThis`, `node:timers` and `node:timers/promises`. */
export function installTimers(): void {
  const require = createRequire(import.meta.url);
  const timers = require("node:timers") as Record<string, AnyFunction>;
  const promised = require("node:timers/promises") as Record<string, AnyFunction>;
  const { clearInterval } = timers;

  for (const name of ["setTimeout", "setImmediate", "setInterval"]) {
    promised[name] = checked(promised[name]!, (args) => args);
    timers[name] = checked(timers[name]!, name === "setInterval" ? untilStopped : (args) => args);
    Object.defineProperty(globalThis, name, {
      value: timers[name],
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  syncBuiltinESMExports();

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
}

/** `original` with its name and properties, which an interrupted cell cannot call. */
function checked(original: AnyFunction, change: (args: unknown[]) => unknown[]): AnyFunction {
  return new Proxy(original, {
    apply(target, self, args: unknown[]) {
      checkpoint();
      return Reflect.apply(target, self, change(args));
    },
  });
}
