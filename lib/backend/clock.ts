/** How long work takes, for those who ask what the backend did. Nothing is computed from it. */

/** Call `work`, and tell `add` how many ms it took, also if it throws. */
export function timed<T>(work: () => T, add: (timeMs: number) => void): T {
  const start = now();
  try {
    return work();
  } finally {
    add(now() - start);
  }
}

function now(): number {
  // oxlint-disable-next-line no-restricted-properties -- a stopwatch, see above
  return performance.now();
}
