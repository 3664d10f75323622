/** How many threads work on one operator. */

/** More than these share too little work in models that train in front of one's eyes. */
const mostByDefault = 8;
const most = 1024;

export interface ThreadOptions {
  env: Readonly<Record<string, string | undefined>>;
  /** From 1 to 1024. */
  intraOpThreads?: number | undefined;
}

/** `intraOpThreads` if it is given, else `TF_THREADS`, else one for each processor that this process may use, up to 8. */
export function chooseThreads({ env, intraOpThreads }: ThreadOptions): number {
  if (intraOpThreads !== undefined) return checked("intraOpThreads", intraOpThreads, intraOpThreads);
  const asked = env.TF_THREADS?.trim();
  if (asked) return checked("TF_THREADS", Number(asked), asked);
  return Math.min(navigator.hardwareConcurrency, mostByDefault);
}

function checked(name: string, threads: number, given: unknown): number {
  if (Number.isInteger(threads) && threads >= 1 && threads <= most) return threads;
  throw new RangeError(`${name}: expected a whole number from 1 to ${most}, got ${String(given)}`);
}
