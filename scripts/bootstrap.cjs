/**
 * `node scripts/bootstrap.cjs <name> [arguments]`: install what is missing, then run scripts/<name>.ts.
 *
 * Every npm script goes through here, on a machine where nothing is installed yet and with whatever Node it has:
 * so this is plain JavaScript that Node 12 reads, and it needs nothing but Node's own modules.
 * What it leaves out: Python and JupyterLab, which only `npm start` needs (scripts/start.ts).
 */
"use strict";

const { spawn } = require("child_process");
const fs = require("fs");
const os = require("os");
const path = require("path");
const { withInstallLock } = require("./install-lock.cjs");

const root = path.dirname(__dirname);
const modules = path.join(root, "node_modules");
const hiddenLock = path.join(modules, ".package-lock.json");
const windows = process.platform === "win32";

/** Oldest Node that runs the scripts where the pinned one has no binary. */
const OLDEST_NODE = 24;
/** Platforms for which npm has a binary of the pinned Node. */
const PINNED = ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64", "win32-x64"];

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(explain(error));
    process.exit(error.exitCode || 1);
  },
);

async function main(args) {
  const name = args[0] || "";
  const known = fs
    .readdirSync(__dirname)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3));
  if (name === "--help" || name === "-h") {
    console.log(
      `npm run <command>, or node scripts/bootstrap.cjs <command>; commands: ${known.join(", ")}. Each has --help.`,
    );
    return 0;
  }
  if (!known.includes(name)) {
    throw sentence(`scripts/bootstrap.cjs: expected one of ${known.join(", ")}, got ${name || "nothing"}`);
  }
  if (mismatch()) await withInstallLock(path.join(root, ".cache", "install.lock"), install);
  return run(chooseNode(), [
    "--disable-warning=ExperimentalWarning",
    path.join(__dirname, `${name}.ts`),
    ...args.slice(1),
  ]);
}

/** The first package that is not installed as package-lock.json wants it, or undefined if all are. */
function mismatch() {
  const wanted = readJson(path.join(root, "package-lock.json")).packages;
  let installed;
  try {
    installed = readJson(hiddenLock).packages;
  } catch {
    return "node_modules"; // absent or cut short: npm writes this file last
  }
  for (const place of Object.keys(wanted)) {
    if (place === "") continue;
    const found = installed[place];
    const missing = !found || !fs.existsSync(path.join(root, place, "package.json"));
    if (missing ? isNeeded(wanted[place]) : found.version !== wanted[place].version) return place;
  }
  return undefined;
}

/** True if npm installs this entry on this machine: it is required, or it names this platform. */
function isNeeded(entry) {
  if (!entry.optional && !entry.devOptional) return true;
  if (!entry.os && !entry.cpu) return false; // only needed by other platforms' packages
  return (
    allows(entry.os, process.platform) && allows(entry.cpu, process.arch) && (!entry.libc || allows(entry.libc, libc()))
  );
}

function allows(list, value) {
  if (!list) return true;
  return list.includes(value) || (list.every((item) => item[0] === "!") && !list.includes(`!${value}`));
}

function libc() {
  if (process.platform !== "linux" || !process.report) return "";
  process.report.excludeNetwork = true; // looking up host names can take seconds
  return process.report.getReport().header.glibcVersionRuntime ? "glibc" : "musl";
}

async function install() {
  if (!mismatch()) return; // another command installed while this one waited for the lock
  const wanted = readJson(path.join(root, "package-lock.json")).packages;
  const total = Object.keys(wanted).filter((place) => place !== "" && isNeeded(wanted[place])).length;
  console.error(`Installing ${total} packages into node_modules, as package-lock.json says (once; about 700 MB).`);
  // npm writes the hidden lock last: without it, an install that is cut off can never be taken for whole
  remove(hiddenLock);
  setAsideRunningNode();
  const args = ["ci", "--loglevel=error", "--no-progress"];
  // without a binary the package's install script fails, and with it the whole install
  if (!hasPinnedNode()) args.push("--ignore-scripts");
  const started = Date.now();
  const stopProgress = showProgress(total, started);
  try {
    await npm(args);
  } finally {
    stopProgress();
  }
  const place = mismatch();
  if (place) throw sentence(`npm ci ended well, but ${place} is not as package-lock.json says: run it again.`);
  console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
  await run(chooseNode(), [path.join(__dirname, "trim.cjs")]);
}

function npm(args) {
  const cli = process.env.npm_execpath || "";
  const own = /npm-cli\.c?js$/.test(cli); // yarn and pnpm set it too
  const command = own ? process.env.npm_node_execpath || process.execPath : windows ? "npm.cmd" : "npm";
  // its install script would download CUDA; npm 11 and newer know from package.json that it is not wanted
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: "skip" };
  const options = { cwd: root, env, stdio: ["ignore", "pipe", "pipe"], shell: windows && !own };
  const child = spawn(command, own ? [cli, ...args] : args, options);
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  child.stderr.on("data", (chunk) => (said += chunk));
  return ended(child).then((code) => {
    if (code === 0) return;
    throw Object.assign(new Error(said.trim()), { npm: true, exitCode: code });
  });
}

/** How far npm is, by the folders it has made: rewritten in place on a terminal, else a line now and then. */
function showProgress(total, started) {
  const terminal = process.stderr.isTTY;
  const timer = setInterval(
    () => {
      const seconds = Math.round((Date.now() - started) / 1000);
      const line = `  ${Math.min(countPackages(), total)} of ${total} packages, ${seconds} s`;
      process.stderr.write(terminal ? `\r${line} ` : `${line}\n`);
    },
    terminal ? 500 : 10000,
  );
  return () => {
    clearInterval(timer);
    if (terminal) process.stderr.write("\r\u001b[K");
  };
}

function countPackages() {
  const count = (name) => (name[0] === "@" ? list(path.join(modules, name)).length : 1);
  return list(modules).reduce((sum, name) => sum + count(name), 0);
}

function list(folder) {
  try {
    return fs.readdirSync(folder).filter((name) => name[0] !== ".");
  } catch {
    return [];
  }
}

function hasPinnedNode() {
  return PINNED.includes(`${process.platform}-${process.arch}`) && libc() !== "musl";
}

function pinnedNode() {
  return path.join(modules, "node", "bin", windows ? "node.exe" : "node");
}

/** The Node that runs the scripts: the pinned one, or this one if it is new enough. */
function chooseNode() {
  if (hasPinnedNode() && fs.existsSync(pinnedNode())) return pinnedNode();
  const version = process.versions.node;
  if (Number(version.split(".")[0]) >= OLDEST_NODE) return process.execPath;
  if (hasPinnedNode()) {
    throw sentence("The pinned Node is missing, its install script did not run: allow it with npm rebuild node.");
  }
  const here = `${process.platform}-${process.arch}`;
  throw sentence(`npm has no Node for ${here}: install Node ${OLDEST_NODE} or newer (this is ${version}).`);
}

/** Windows refuses to delete a program that runs, and an installed course runs on the Node that npm ci deletes. */
function setAsideRunningNode() {
  if (!windows || !process.execPath.startsWith(modules)) return;
  fs.renameSync(process.execPath, path.join(root, ".cache", `node-${process.pid}.exe`));
}

function run(node, args) {
  const env = Object.assign({}, process.env, {
    NODE_COMPILE_CACHE: path.join(modules, ".cache", "node-compile"),
    PATH: path.join(modules, ".bin") + path.delimiter + (process.env.PATH || ""),
  });
  return ended(spawn(node, args, { stdio: "inherit", env }));
}

/** The child's exit code. Signals go on to the child, so that it can clean up; this process waits for it. */
function ended(child) {
  const forward = (signal) => {
    // a terminal has sent Ctrl-C to the child already
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(signal ? 128 + (os.constants.signals[signal] || 1) : code));
  }).finally(() => {
    for (const signal of signals) process.removeListener(signal, forward);
  });
}

/** What went wrong and what to do, as one sentence; npm's own words first where there are any. */
function explain(error) {
  if (error.sentence) return error.message;
  const text = `${error.code || ""} ${error.message}`;
  if (error.exitCode === 130 || error.exitCode === 143) return "Stopped: the next npm command installs anew.";
  const known = [
    [/ENOSPC/, "The disk is full: free about 1 GB, then run the command again."],
    [/\bEACCES|\bEPERM|EROFS/, `This folder cannot be written: check who owns ${root}, then run the command again.`],
    [
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|network/i,
      "The package registry cannot be reached: connect to the internet (behind a proxy: npm config set proxy URL), then run the command again.",
    ],
    [/EUSAGE|in sync/, "package.json and package-lock.json do not agree: restore both with git checkout."],
    [/EINTEGRITY/, "A package came damaged: run npm cache clean --force, then the command again."],
    [/ENOENT/, "npm was not found: install Node with npm from nodejs.org, then run the command again."],
  ];
  const match = known.find((entry) => entry[0].test(text));
  if (match) return match[1];
  if (error.npm) return `${error.message}\nnpm ci failed: npm 9 or newer is needed; npm --version says which this is.`;
  return error.stack;
}

function sentence(message) {
  return Object.assign(new Error(message), { sentence: true });
}

function readJson(file) {
  return JSON.parse(fs.readFileSync(file, "utf8"));
}

function remove(file) {
  try {
    fs.unlinkSync(file);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}
