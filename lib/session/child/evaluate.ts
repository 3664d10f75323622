/**
 * Runs JavaScript in V8's REPL mode, as a browser's console does, through the inspector's protocol in the same thread.
 * Reference: Chrome DevTools Protocol, Runtime.evaluate, `replMode`.
 */
import { Session } from "node:inspector";
import type { Runtime } from "node:inspector";
import { promiseHooks } from "node:v8";
import { brokenExitCode } from "../protocol.ts";
import { bare, endNow, promise as ownPromise } from "./own.ts";

/** How a cell's code ended. `stopped`: the control thread ended the computation, and there is neither value nor error. */
export interface Evaluated {
  how: "value" | "thrown" | "stopped";
  value: unknown;
}

const inspector = new Session();
inspector.connect();
// a cell can reach the prototype
const post: typeof inspector.post = inspector.post.bind(inspector);

const ownDisconnect = inspector.disconnect.bind(inspector);

/** Let go of V8. An inspector that is still connected when the process ends says so on stderr. */
export const disconnect = (): void => ownDisconnect();

/** Stop the JavaScript that is running. No `catch` and no `finally` of it runs. */
export const stopJavaScript = (): void => post("Runtime.terminateExecution");

/** Where `Runtime.callFunctionOn` leaves the object that a remote id stands for. */
let taken: unknown;
const take = "__cell_take__";
Object.defineProperty(globalThis, take, { value: (value: unknown) => void (taken = value) });

/**
 * The promises of cells that have not settled. Subtle: a cell that waits for something that can never come is garbage,
 * and when V8 collects its promise it calls the protocol back from inside the collector, which aborts the process.
 */
const unsettled: Record<number, Promise<unknown>> = Object.create(null);
let evaluations = 0;

/** Run a cell; stack traces call it `name`. Resolves with the value of its last statement, top-level awaits included. */
export function evaluate(javascript: string, name: string): Promise<Evaluated> {
  return new ownPromise((resolve) => {
    const id = ++evaluations;
    const end = (how: Evaluated["how"], value?: unknown): void => resolve(bare({ how, value }));
    const expression = `${javascript}\n//# sourceURL=${name}`;
    const stopHook = promiseHooks.onInit((promise) => {
      // the first promise is the script's own: a REPL script is an async function
      unsettled[id] ??= promise;
      stopHook();
    });
    post(
      "Runtime.evaluate",
      { expression, replMode: true, awaitPromise: true, objectGroup: "cell" },
      (failure, response) => {
        delete unsettled[id];
        // subtle: with an `error` in every object, Node takes each answer for a failure, here and of `fs.writeSync`
        if (failure && "error" in Object.prototype) endNow(brokenExitCode);
        if (failure) return end("stopped");
        const { result, exceptionDetails } = bare(response as Runtime.EvaluateReturnType);
        const exception = exceptionDetails && bare(exceptionDetails).exception;
        if (exceptionDetails) end("thrown", exception ? realValue(exception) : new Error(exceptionDetails.text));
        else end("value", realValue(result));
        post("Runtime.releaseObjectGroup", { objectGroup: "cell" });
      },
    );
    stopHook();
  });
}

/** The value itself, not the protocol's description of it. */
function realValue(described: Runtime.RemoteObject): unknown {
  const { objectId, type, value, unserializableValue } = bare(described);
  if (objectId) {
    post("Runtime.callFunctionOn", {
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
