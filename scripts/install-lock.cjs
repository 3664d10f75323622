/**
 * One install at a time: `npm start` and `npm test` typed at the same moment must not both write node_modules.
 *
 * The lock is a file that names its owner's process and that the owner touches while it works. It is stale when
 * that process is gone, or when nobody touched it for a while (a process id may have been given to another program).
 * Plain JavaScript for Node 12, like bootstrap.cjs.
 */
"use strict";

const fs = require("fs");
const path = require("path");

const TOUCH_MS = 2000;
const STALE_MS = 30000;

/** Run `work` while no other process holds the lock `file`, waiting for one that does. */
async function withInstallLock(file, work) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const mark = JSON.stringify({ pid: process.pid, nonce: Math.random() });
  let told = false;
  while (!(await take(file, mark))) {
    if (isStale(file)) {
      remove(file);
      continue;
    }
    if (!told) console.error("Another command is installing the packages: waiting for it.");
    told = true;
    await sleep(300);
  }
  const touch = setInterval(() => fs.utimes(file, new Date(), new Date(), () => {}), TOUCH_MS);
  try {
    return await work();
  } finally {
    clearInterval(touch);
    if (read(file) === mark) remove(file);
  }
}

/** Subtle: two processes may both find a stale lock and the slower remove the faster one's new one; so look twice. */
async function take(file, mark) {
  try {
    fs.writeFileSync(file, mark, { flag: "wx" });
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
  await sleep(50);
  return read(file) === mark;
}

function isStale(file) {
  let age;
  try {
    age = Date.now() - fs.statSync(file).mtimeMs;
  } catch {
    return false; // its owner has just finished
  }
  if (age > STALE_MS) return true;
  try {
    process.kill(JSON.parse(read(file)).pid, 0);
    return false;
  } catch (error) {
    if (error.code === "EPERM") return false; // alive, of another user
    return error.code === "ESRCH" || age > TOUCH_MS; // a file just made may not have its text yet
  }
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function remove(file) {
  try {
    fs.unlinkSync(file);
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

module.exports = { withInstallLock };
