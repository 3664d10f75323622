/** `npm start` without its command line: from whatever is there to a JupyterLab that answers. */
import { existsSync } from "node:fs";
import path from "node:path";
import { ensureEnvironment, type EnvironmentOptions } from "./environment.ts";
import type { Spec } from "./kernelspec.ts";
import type { LabPaths } from "./paths.ts";
import { freePort } from "./port.ts";
import { startServer, type LabServer } from "./server.ts";
import { configure } from "./settings.ts";
import { syncCopies, type Change } from "./sync-copies.ts";

export interface OpenLabOptions extends EnvironmentOptions {
  spec: Spec;
  port?: number | undefined;
  browser: boolean;
  /** The folder to show. Default: the student's copies, brought up to date first. */
  folder?: string | undefined;
}

/** Make the environment if it is missing, bring the copies up to date, and start JupyterLab on the syllabus. */
export async function openLab(paths: LabPaths, options: OpenLabOptions): Promise<LabServer> {
  const { say, spec, browser, env = process.env } = options;
  const { port, taken } = await freePort(options.port);
  await ensureEnvironment(paths, options);
  configure(paths, spec);
  if (options.folder === undefined) tell(syncCopies({ from: paths.notebooks, to: paths.copies }), say);
  const folder = options.folder ?? (existsSync(paths.copies) ? paths.copies : paths.root);
  if (taken) say(`Port 8888 is taken, so this is port ${port}.`);
  const open = existsSync(path.join(folder, "README.md")) ? "README.md" : undefined;
  return startServer(paths, { folder, port, browser, open, env });
}

function tell(changes: readonly Change[], say: (line: string) => void): void {
  for (const { name, beside } of changes) {
    if (beside) say(`${name} is as you left it; the course has a new version, put beside it as ${beside}.`);
  }
}
