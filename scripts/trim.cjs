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
  const builds = [path.join(modules, "zeromq", "build"), path.join(modules, "onnxruntime-node", "bin", "napi-v6")];
  const paths = builds.flatMap((build) =>
    folders(build).flatMap((os) =>
      folders(path.join(build, os))
        .filter((cpu) => os !== platform || cpu !== arch)
        .map((cpu) => path.join(build, os, cpu)),
    ),
  );
  // tfjs in one file, for browsers, in five forms, and maps of them: Node loads the form called node
  const tensorflow = path.join(modules, "@tensorflow");
  for (const name of folders(tensorflow)) {
    const dist = path.join(tensorflow, name, "dist");
    paths.push(path.join(dist, "miniprogram"), ...files(dist).filter((file) => isForBrowsers(path.basename(file))));
  }
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

function isForBrowsers(name) {
  return name.endsWith(".map") || /^tf[a-z-]*(\.es2017|\.fesm)?(\.min)?\.js(\.html)?$/.test(name);
}

function files(folder) {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const whole = path.join(folder, entry.name);
    return entry.isDirectory() ? files(whole) : [whole];
  });
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
    if (!fs.existsSync(target)) continue; // in a folder that is gone
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
