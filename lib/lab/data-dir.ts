/** Reference: Jupyter documentation, "Common directories and file locations", data files. */
import os from "node:os";
import path from "node:path";

/** The data folder of the user, where VS Code and a Jupyter of one's own look. */
export function userDataDir({ env = process.env, platform = process.platform, home = os.homedir() } = {}): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === "darwin") return path.join(home, "Library", "Jupyter");
  if (platform === "win32") return path.join(env.APPDATA || path.join(home, "AppData", "Roaming"), "jupyter");
  return path.join(env.XDG_DATA_HOME || path.join(home, ".local", "share"), "jupyter");
}
