/** Starts JupyterLab on a folder and waits until it answers. */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { pythonFailure } from "./failure.ts";
import { labEnv, type LabPaths } from "./paths.ts";

export interface ServerOptions {
  /** The folder that JupyterLab shows. */
  folder: string;
  port: number;
  /** Open the system's browser. */
  browser: boolean;
  /** File in `folder` to open first. */
  open?: string | undefined;
  env?: NodeJS.ProcessEnv;
}

export interface LabServer {
  /** The address with its token, for the owner only. */
  url: string;
  port: number;
  token: string;
  /** Stop the server and its kernels; resolves when it is gone. */
  stop(): Promise<void>;
  /** Resolves with the exit code when the server ends, by `stop` or by itself. */
  ended: Promise<number>;
}

const startTimeoutMs = 60_000;
const stopTimeoutMs = 10_000;

/** Start JupyterLab for the owner of this machine's session alone: loopback address, random token. */
export async function startServer(paths: LabPaths, options: ServerOptions): Promise<LabServer> {
  const { port, open } = options;
  const token = randomBytes(24).toString("hex");
  mkdirSync(paths.jupyter, { recursive: true, mode: 0o700 });
  const log = openSync(paths.log, "w", 0o600);
  const child = spawn(paths.python, ["-m", "jupyterlab", ...flags(options)], {
    cwd: options.folder,
    // the token travels in the environment: a command line is there for every user of the machine to read
    env: { ...labEnv(paths, options.env), JUPYTER_TOKEN: token },
    stdio: ["ignore", log, log],
    // Ctrl-C then reaches this process alone, which lets the server save and shut its kernels down
    detached: process.platform !== "win32",
  });
  closeSync(log);
  const ended = exitOf(child);
  const server: LabServer = {
    url: `http://127.0.0.1:${port}/lab${open ? `/tree/${encodeURIComponent(open)}` : ""}?token=${token}`,
    port,
    token,
    ended,
    stop: () => stop(child, ended),
  };
  try {
    await answers(server);
  } catch {
    await server.stop();
    const tail = readFileSync(paths.log, "utf8").trim().split("\n").slice(-8).join("\n");
    const remedy = "npm run clean, then npm start, makes it anew";
    throw pythonFailure(`${tail}\nJupyterLab did not start (all it said: ${paths.log}): ${remedy}.`);
  }
  return server;
}

function flags({ folder, port, browser, open }: ServerOptions): string[] {
  return [
    `--ServerApp.root_dir=${folder}`,
    "--ServerApp.ip=127.0.0.1",
    `--ServerApp.port=${port}`,
    "--ServerApp.port_retries=0",
    `--ServerApp.open_browser=${browser ? "True" : "False"}`,
    "--ServerApp.use_redirect_file=True", // else the token is on the browser's command line
    `--LabApp.default_url=/lab${open ? `/tree/${encodeURIComponent(open)}` : ""}`,
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--KernelSpecManager.ensure_native_kernel=False",
    ...(process.getuid?.() === 0 ? ["--allow-root"] : []),
  ];
}

/** Resolves when the server answers to its token; rejects when it ends or takes too long. */
async function answers({ port, token, ended }: LabServer): Promise<void> {
  const state = { ended: false };
  void ended.then(() => (state.ended = true));
  const deadline = performance.now() + startTimeoutMs;
  while (performance.now() < deadline && !state.ended) {
    try {
      const headers = { Authorization: `token ${token}` };
      const response = await fetch(`http://127.0.0.1:${port}/api/status`, { headers });
      if (response.ok) return;
    } catch {
      // not listening yet
    }
    await sleep(50);
  }
  throw new Error("the server does not answer");
}

function exitOf(child: ChildProcess): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  child.on("error", () => resolve(127));
  child.on("exit", (code) => resolve(code ?? 0));
  return promise;
}

/** Subtle: an asked-for end that does not come is forced, so that no server outlives the command that started it. */
async function stop(child: ChildProcess, ended: Promise<number>): Promise<void> {
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
  await ended;
  clearTimeout(timer);
}
