/** The kernel as a program. `main.ts` loads it, and it is packed as it stands here. */
import { readConnectionFile } from "./connection-file.ts";
import { historyPath } from "./history-file.ts";
import { startKernel } from "./kernel.ts";
import { startSession } from "../session/index.ts";
import { watchParent } from "./parent.ts";

const usage = `usage: main.ts [--javascript] <connection file>

A Jupyter kernel for TypeScript. Jupyter starts it with a connection file, a JSON document that says
which ports to serve and the key that messages are signed with. To add it to a Jupyter that is already
there: npm run kernel -- install

  --javascript  cells are JavaScript: they run whatever their types are
`;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(usage);
    return 0;
  }
  const files = args.filter((arg) => arg !== "--javascript");
  if (files.length !== 1) {
    process.stderr.write(usage);
    return 2;
  }
  const kernel = await startKernel({
    connection: await readConnectionFile(files[0]!),
    startSession,
    cwd: process.cwd(),
    historyFile: historyPath(process.env),
    language: files.length < args.length ? "javascript" : "typescript",
  });
  process.on("SIGINT", kernel.interrupt);
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, () => void kernel.close());
  watchParent(() => void kernel.close(), { parentPid: process.env.JPY_PARENT_PID });
  await kernel.closed;
  return 0;
}

// one fault in the front must not take a student's variables with it
for (const event of ["uncaughtException", "unhandledRejection"] as const) {
  process.on(event, (error: unknown) => {
    process.stderr.write(`tslab kernel: ${error instanceof Error ? error.stack : String(error)}\n`);
  });
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`tslab kernel: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
// what the session leaves behind must not keep the kernel; the sockets' linger still sends what is queued
setTimeout(() => process.exit(), 100).unref();
