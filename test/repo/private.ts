/** Traces of the machine that a file was made on: its folders, and the registries it is set up with. */
import os from "node:os";
import path from "node:path";

/** Hosts of the npm and Python registries in the environment: no file needs to name one. */
export function registryHosts(addresses: readonly (string | undefined)[]): string[] {
  const hosts = addresses
    .filter((address) => address && URL.canParse(address))
    .map((address) => new URL(address!).host);
  return [...new Set(hosts)].filter((host) => host !== "");
}

/** Folders that only this machine has; a name such as "/" or "C:\" says nothing. */
export function ownFolders(candidates = [os.homedir(), process.cwd()]): string[] {
  return candidates.filter((folder) => folder.length > 3).map((folder) => folder + path.sep);
}

/** Absolute paths that belong to somebody: home folders and work trees. Written so that it does not match itself. */
const somebodysPath =
  /(?<![\w.~/*}])\/(?:root|home\/[a-z][\w-]*|Users\/[A-Za-z][\w-]*|work\/(?:main|shared)|tmp\/[\w.-]+)(?=[/"'`\s:)\\]|$)/;

/** `line: text` of each line that names one. */
export function traces(text: string, names: readonly string[]): string[] {
  return text.split("\n").flatMap((line, index) => {
    const found = names.find((name) => line.includes(name)) ?? somebodysPath.exec(line)?.[0];
    return found === undefined ? [] : [`${index + 1}: ${found}`];
  });
}
