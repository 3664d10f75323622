import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { repoFiles, root } from "./files.ts";
import { ownFolders, registryHosts, traces } from "./private.ts";

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

function configuredRegistry(): string | undefined {
  try {
    return execFileSync(npm, ["config", "get", "registry"], {
      encoding: "utf8",
      cwd: root,
      shell: npm.endsWith(".cmd"),
    }).trim();
  } catch {
    return undefined; // without npm on the PATH there is no setting to leak
  }
}

const { npm_config_registry, PIP_INDEX_URL, UV_INDEX_URL, UV_DEFAULT_INDEX } = process.env;
const addresses = [configuredRegistry(), npm_config_registry, PIP_INDEX_URL, UV_INDEX_URL, UV_DEFAULT_INDEX];
const names = [...ownFolders(), ...registryHosts(addresses)];

test("no committed file names a folder or a registry of the machine it was made on", () => {
  const problems = repoFiles({ committed: true }).flatMap((file) => {
    const bytes = readFileSync(path.join(root, file));
    if (bytes.includes(0)) return [];
    return traces(bytes.toString("utf8"), names).map((trace) => `${file}:${trace}`);
  });
  expect(problems).toEqual([]);
});

// put together here, since this file is read by the test above too
const at = (...parts: string[]): string => `/${parts.join("/")}`;

test.each([
  at("root", "x.ts"),
  `see ${at("home", "ann", "course")}`,
  `"${at("Users", "ann", "course")}"`,
  `cwd: '${at("work", "main")}'`,
  `file://${at("tmp", "abc", "x.png")}`.replace("file://", "open "),
  "fetched from packages.example.com today",
])("a trace is seen in %s", (line) => {
  expect(traces(`first\n${line}`, ["packages.example.com"])).toHaveLength(1);
});

test.each([
  "/homework/list",
  `lib${at("root", "x.ts")}`,
  `..${at("tmp", "x")}`,
  "the folder /tmpfiles",
  `https://a.org${at("home", "ann")}`,
  "/usr/lib",
])("and none in %s", (line) => {
  expect(traces(line, [])).toEqual([]);
});

test("what is no address has no host", () => {
  expect(registryHosts([undefined, "undefined", "file:///packages"])).toEqual([]);
  expect(registryHosts(["https://npm.example.com/x/"])).toEqual(["npm.example.com"]);
});
