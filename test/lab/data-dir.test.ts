import path from "node:path";
import { expect, test } from "vitest";
import { userDataDir } from "../../lib/lab/data-dir.ts";

// from Jupyter's documentation, "Common directories and file locations", data files
test.each([
  ["linux", {}, "/h/.local/share/jupyter"],
  ["linux", { XDG_DATA_HOME: "/x" }, "/x/jupyter"],
  ["darwin", {}, "/h/Library/Jupyter"],
  ["win32", { APPDATA: "/a" }, "/a/jupyter"],
  ["linux", { JUPYTER_DATA_DIR: "/j" }, "/j"],
] as const)("the user's data folder on %s with %j is %s", (platform, env, expected) => {
  expect(userDataDir({ platform, env, home: "/h" })).toBe(path.normalize(expected));
});
