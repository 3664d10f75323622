/** Aborted when the program is asked to end, by Ctrl-C or otherwise; it then ends itself. */
export function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => stop.abort());
  return stop.signal;
}
