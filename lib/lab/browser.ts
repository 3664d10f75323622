/** Finds a Chromium for looking at JupyterLab as a student does. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

const commands = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge", "msedge"];

/** Where browsers lie that are on no PATH. */
function usualPlaces(env: NodeJS.ProcessEnv): string[] {
  const programs = [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA].filter(
    (place) => place !== undefined,
  );
  return [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ...programs.flatMap((place) => [
      path.join(place, "Google", "Chrome", "Application", "chrome.exe"),
      path.join(place, "Microsoft", "Edge", "Application", "msedge.exe"),
    ]),
  ];
}

/** The path of a browser: the one that `CHROME_PATH` names, else the first found; undefined if there is none. */
export function findBrowser({ env = process.env } = {}): string | undefined {
  if (env.CHROME_PATH) return existsSync(env.CHROME_PATH) ? env.CHROME_PATH : undefined;
  const folders = (env.PATH ?? "").split(path.delimiter).filter(Boolean);
  const onPath = commands.flatMap((command) => folders.map((folder) => path.join(folder, command)));
  return [...onPath, ...usualPlaces(env)].find((file) => existsSync(file));
}

/** Install Debian's Chromium where this process may, the usual case in CI; then as `findBrowser`. */
export function findOrInstallBrowser({
  env = process.env,
  say,
}: {
  env?: NodeJS.ProcessEnv;
  say: (line: string) => void;
}): string | undefined {
  const found = findBrowser({ env });
  if (found || env.CHROME_PATH || process.getuid?.() !== 0) return found;
  if (spawnSync("apt-get", ["--version"], { env, stdio: "ignore" }).status !== 0) return undefined;
  say("Installing Debian's chromium with apt-get (about 27 s).");
  const quiet = { env: { ...env, DEBIAN_FRONTEND: "noninteractive" }, stdio: "ignore" } as const;
  spawnSync("apt-get", ["update", "-qq"], quiet);
  spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], quiet);
  return findBrowser({ env });
}
