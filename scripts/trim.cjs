/**
 * Removes from node_modules the binaries of other platforms and copies that nothing loads, after each install.
 *
 * Only files inside packages go, never a package that npm lists, so `npm ls` and `npm ci` find what they expect.
 * It says how many bytes it freed; a second run finds nothing. By hand: `node scripts/trim.cjs`.
 */
"use strict";

const fs = require("fs");
const path = require("path");

/** What to remove under `modules` on this platform: absolute paths, each with nothing in it that runs here. */
function unneeded(modules, platform, arch) {
  const builds = path.join(modules, "zeromq", "build");
  const paths = folders(builds).flatMap((os) =>
    folders(path.join(builds, os))
      .filter((cpu) => os !== platform || cpu !== arch)
      .map((cpu) => path.join(builds, os, cpu)),
  );
  // the package `node` links its program out of a nested package and never looks there again
  const runtime = path.join(modules, "node");
  const program = path.join(runtime, "bin", platform === "win32" ? "node.exe" : "node");
  if (fs.existsSync(program) && fs.lstatSync(program).isFile()) {
    const nested = path.join(runtime, "node_modules");
    paths.push(
      ...folders(nested)
        .flatMap((name) => (/^node-(bin-)?(linux|darwin|win)-/.test(name) ? [name] : []))
        .map((name) => path.join(nested, name)),
    );
  }
  return paths;
}

/** Bytes that removing `paths` frees: a file with a second name elsewhere stays on the disk. */
function bytesOf(target) {
  const stat = fs.lstatSync(target);
  if (!stat.isDirectory()) return stat.nlink > 1 ? 0 : stat.size;
  return fs.readdirSync(target).reduce((sum, name) => sum + bytesOf(path.join(target, name)), 0);
}

function folders(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

/** Remove what `unneeded` names; the number of bytes freed. */
function trim(modules, { platform = process.platform, arch = process.arch } = {}) {
  let freed = 0;
  for (const target of unneeded(modules, platform, arch)) {
    freed += bytesOf(target);
    fs.rmSync(target, { recursive: true, force: true });
  }
  return freed;
}

if (require.main === module) {
  const freed = trim(path.join(path.dirname(__dirname), "node_modules"));
  if (freed > 0) console.error(`Removed what other platforms would need: ${Math.round(freed / 1e6)} MB.`);
}

module.exports = { trim };
