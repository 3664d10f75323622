/**
 * Notices that the program that started this kernel is gone, so that no kernel is left behind.
 *
 * jupyter_client puts its process id in `JPY_PARENT_PID`, unless the kernel is meant to outlive it. On Windows the
 * variable holds a handle instead, so that there only the parent's id itself is watched.
 */

/** Call `gone` once when the parent has ended. Returns a function that stops the watch; it never keeps a process alive. */
export function watchParent(
  gone: () => void,
  { parentPid, intervalMs = 1_000 }: { parentPid: string | undefined; intervalMs?: number },
): () => void {
  if (!parentPid) return () => {};
  const named = Number(parentPid);
  const started = process.ppid;
  // an orphan is handed to another parent; a number that was given to a new process does not fool this
  const isGone =
    process.platform !== "win32" && named === started ? () => process.ppid !== started : () => !exists(pidToWatch());

  function pidToWatch(): number {
    return process.platform === "win32" || !Number.isInteger(named) || named <= 1 ? started : named;
  }

  const timer = setInterval(() => {
    if (!isGone()) return;
    clearInterval(timer);
    gone();
  }, intervalMs);
  timer.unref();
  return () => clearInterval(timer);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
