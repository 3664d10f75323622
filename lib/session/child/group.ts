/**
 * This process and the programs that it has started. On POSIX the parent makes it the leader of a process group of its
 * own, so that one signal reaches all of them, and a Ctrl-C in the terminal none.
 */
import { execFile } from "node:child_process";

/** Ctrl-C for the program that the main thread waits for (`execSync`). This process itself does not mind it. */
export function interruptBlocking(): void {
  if (process.platform === "win32") {
    // Windows has no such signal for programs without a console: they are ended
    const children = `Get-CimInstance Win32_Process -Filter "ParentProcessId=${process.pid}"`;
    const stop = `${children} | Where-Object ProcessId -ne $PID | ForEach-Object { taskkill /T /F /PID $_.ProcessId }`;
    execFile("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", stop], { windowsHide: true }, () => {});
  } else {
    signalGroup("SIGINT");
  }
}

/** What does not mind Ctrl-C is killed, so that the main thread, which waits for it, goes on. */
export function killBlocking(): void {
  if (process.platform === "win32") return interruptBlocking();
  execFile("ps", ["-A", "-o", "pid=", "-o", "pgid="], (_failure, listed) => {
    for (const line of listed.split("\n")) {
      const [pid, group] = line.trim().split(/\s+/u).map(Number);
      if (group !== process.pid || pid === undefined || pid === process.pid) continue;
      try {
        process.kill(pid, "SIGKILL");
      } catch {
        // it has ended
      }
    }
  });
}

/** End this process and all that it has started, at once. */
export function killAll(): void {
  signalGroup("SIGKILL");
  process.kill(process.pid, "SIGKILL");
}

/** False where there are no process groups, or this process leads none. */
export function signalGroup(signal: NodeJS.Signals): boolean {
  if (process.platform === "win32") return false;
  try {
    return process.kill(-process.pid, signal);
  } catch {
    return false;
  }
}
