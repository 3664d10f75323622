/** `using` at cell level, which REPL mode accepts and never disposes: resources end with the cell, last one first. */

type Resource = Partial<Disposable & AsyncDisposable> | null | undefined;

let open: { resource: Resource; isAsync: boolean }[] = [];

/** Remember a resource until the cell ends, and return it. Throws what the language throws for a value without disposal. */
export function use(resource: Resource, isAsync: boolean): Resource {
  const disposable =
    resource === null ||
    resource === undefined ||
    resource[Symbol.dispose] ||
    (isAsync && resource[Symbol.asyncDispose]);
  if (!disposable) throw new TypeError("using: expected an object with Symbol.dispose, got one without");
  open.push({ resource, isAsync });
  return resource;
}

/** Dispose what the cell opened. All are disposed even if one throws; the last error is rethrown with the earlier inside. */
export async function disposeAll(): Promise<void> {
  const resources = open.toReversed();
  open = [];
  let failure: unknown;
  let failed = false;
  for (const { resource, isAsync } of resources) {
    try {
      if (isAsync && resource?.[Symbol.asyncDispose]) await resource[Symbol.asyncDispose]!();
      else resource?.[Symbol.dispose]?.();
    } catch (error) {
      failure = failed ? new SuppressedError(error, failure) : error;
      failed = true;
    }
  }
  if (failed) throw failure;
}

/** True if the cell has opened something that is not disposed yet. */
export function anyOpen(): boolean {
  return open.length > 0;
}
