/** `npm start`: JupyterLab on the syllabus, everything it needs made first. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Command, InvalidArgumentError } from "commander";
import { kernelSpec } from "../lib/kernel/index.ts";
import { ensureEnvironment, LabError, labPaths, openLab } from "../lib/lab/index.ts";
import { packed, runtime } from "./shared/kernel-runtime.ts";
import { statusLine } from "./shared/status-line.ts";
import { stopSignal } from "./shared/stop-signal.ts";
import { withInstallLock } from "./install-lock.cjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

interface Options {
  port?: number;
  browser: boolean;
}

new Command("npm start --")
  .description("Open the course in JupyterLab. Sets up what is missing, inside the project folder.")
  .option("--port <number>", "serve on this port (default: 8888, or the next that is free)", parsePort)
  .option("--no-browser", "print the address, open no browser")
  .action(async (options: Options) => {
    try {
      process.exitCode = await start(options);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      console.error(error.message);
      process.exitCode = 1;
    }
  })
  .parse();

const { isTerminal, say, show } = statusLine(process.stdout);

async function start({ port, browser }: Options): Promise<number> {
  const paths = labPaths(root);
  const spec = kernelSpec(runtime);
  const signal = stopSignal();
  const reports = { say, signal, ...(isTerminal && { progress: show }) };
  // two starts at once must not both make the environment
  await withInstallLock(path.join(root, ".cache", "environment.lock"), () => ensureEnvironment(paths, reports));
  await packed(say);
  const server = await openLab(paths, { ...reports, spec, port, browser });
  const stop = (): void => {
    say("Stopping JupyterLab …");
    void server.stop();
  };
  if (signal.aborted) {
    stop();
  } else {
    signal.addEventListener("abort", stop);
    say(`The course is open at ${server.url}`);
    say("Your notebooks are in my-notebooks. Ctrl-C stops it.");
  }
  const code = await server.ended;
  if (signal.aborted) return 0;
  say(`JupyterLab ended by itself; what it said is in ${path.relative(root, paths.log)}.`);
  return code;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new InvalidArgumentError("expected 1 to 65535.");
  return port;
}
