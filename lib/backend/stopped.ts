/**
 * What has to be put right after a cell of a notebook was stopped in the middle of tfjs.
 *
 * A stop runs no `finally`, so tfjs' scopes of the step that was stopped stay open, its tape goes on recording, and its
 * tensors are never disposed. Kernels of notebooks that stop cells call what is in this Set afterwards.
 */
import { engine } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";

const symbol = Symbol.for("Jupyter.stopped");

/** Have tfjs' scopes closed whenever a cell was stopped. */
export function closeScopesAfterStops(): void {
  const holder = globalThis as Record<symbol, unknown>;
  const all = (holder[symbol] ??= new Set()) as Set<() => void>;
  all.add(closeScopes);
}

/** End every scope as tfjs would have, which disposes what was made in it, and forget the tape with what it keeps. */
function closeScopes(): void {
  const { state } = engine();
  const tape = state.activeTape as { saved?: Tensor[] }[] | undefined;
  state.activeTape = undefined as never;
  state.gradientDepth = 0;
  state.kernelDepth = 0;
  while (state.scopeStack.length > 0) engine().endScope();
  for (const { saved } of tape ?? []) for (const tensor of saved ?? []) tensor.dispose();
}
