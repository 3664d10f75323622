/**
 * Runs JavaScript in V8's REPL mode, as a browser's console does, through the inspector's protocol in the same thread.
 * Reference: Chrome DevTools Protocol, Runtime.evaluate, `replMode`.
 */
import { Session } from "node:inspector";
import type { Runtime } from "node:inspector";
import { promiseHooks } from "node:v8";
import { promise as ownPromise } from "./own.ts";

/** `stopped`: the control thread ended the computation, and there is neither value nor error. */
export type Evaluated = { value: unknown } | { thrown: unknown } | { stopped: true };

const inspector = new Session();
inspector.connect();

/** Let go of V8. An inspector that is still connected when the process ends says so on stderr. */
export const disconnect = (): void => inspector.disconnect();

/** Stop the JavaScript that is running. No `catch` and no `finally` of it runs. */
export const stopJavaScript = (): void => inspector.post("Runtime.terminateExecution");

/** Where `Runtime.callFunctionOn` leaves the object that a remote id stands for. */
let taken: unknown;
const take = "__cell_take__";
Object.defineProperty(globalThis, take, { value: (value: unknown) => void (taken = value) });

/**
 * The promises of cells that have not settled. Subtle: a cell that waits for something that can never come is garbage,
 * and when V8 collects its promise it calls the protocol back from inside the collector, which aborts the process.
 */
const unsettled = new Set<Promise<unknown>>();

/** Run a cell; stack traces call it `name`. Resolves with the value of its last statement, top-level awaits included. */
export function evaluate(javascript: string, name: string): Promise<Evaluated> {
  return new ownPromise((resolve) => {
    let own: Promise<unknown> | undefined;
    const expression = `${javascript}\n//# sourceURL=${name}`;
    const stopHook = promiseHooks.onInit((promise) => {
      // the first promise is the script's own: a REPL script is an async function
      own ??= promise;
      unsettled.add(own);
      stopHook();
    });
    inspector.post(
      "Runtime.evaluate",
      { expression, replMode: true, awaitPromise: true, objectGroup: "cell" },
      (failure, response) => {
        if (own) unsettled.delete(own);
        if (failure) return resolve({ stopped: true });
        const { result, exceptionDetails } = response as Runtime.EvaluateReturnType;
        const exception = exceptionDetails?.exception;
        if (exceptionDetails) resolve({ thrown: exception ? realValue(exception) : new Error(exceptionDetails.text) });
        else resolve({ value: realValue(result) });
        inspector.post("Runtime.releaseObjectGroup", { objectGroup: "cell" });
      },
    );
    stopHook();
  });
}

/** The value itself, not the protocol's description of it. */
function realValue({ objectId, type, value, unserializableValue }: Runtime.RemoteObject): unknown {
  if (objectId) {
    inspector.post("Runtime.callFunctionOn", {
      objectId,
      functionDeclaration: `function () { "use strict"; ${take}(this); }`,
    });
    const object = taken;
    taken = undefined;
    return object;
  }
  if (unserializableValue === undefined) return value;
  return type === "bigint" ? BigInt(unserializableValue.slice(0, -1)) : Number(unserializableValue);
}
