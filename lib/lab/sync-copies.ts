/** Brings the student's copies up to date with the course's files, one by one as `plan` decides. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import { besideName, plan, seenOf, type Seen } from "./copies.ts";

/** What one file came to; only files that changed are reported. */
export interface Change {
  name: string;
  action: "new" | "updated" | "beside";
  /** Where the new version lies, for `beside`. */
  beside?: string;
}

const stateFile = ".copies.json";

/**
 * Copy every file under `from` that is not yet under `to`, update those a student has not worked on, and put new
 * versions of the others beside them. Names are paths within the folders, with `/`.
 */
export function syncCopies({ from, to }: { from: string; to: string }): Change[] {
  const changes: Change[] = [];
  if (!existsSync(from)) return changes;
  mkdirSync(to, { recursive: true });
  const state = readState(path.join(to, stateFile));
  for (const name of courseFiles(from)) {
    const bytes = readFileSync(path.join(from, name));
    const course = seenOf(name, bytes);
    const target = path.join(to, name);
    const theirs = existsSync(target) ? seenOf(name, readFileSync(target)).work : undefined;
    const action = plan({ course, seen: state[name], theirs });
    if (action === "copy") {
      write(target, bytes);
      changes.push({ name, action: theirs === undefined ? "new" : "updated" });
    } else if (action === "beside") {
      changes.push({ name, action, beside: putBeside(name, { to, bytes, course }) });
    }
    state[name] = course;
  }
  writeFileAtomic.sync(path.join(to, stateFile), `${JSON.stringify(state, null, 1)}\n`);
  return changes;
}

/** The first free name beside `name`; a new version that lies there already is not put twice. */
function putBeside(name: string, { to, bytes, course }: { to: string; bytes: Uint8Array; course: Seen }): string {
  for (let n = 1; ; n++) {
    const beside = besideName(name, n);
    const target = path.join(to, beside);
    if (!existsSync(target)) {
      write(target, bytes);
      return beside;
    }
    if (seenOf(name, readFileSync(target)).work === course.work) return beside;
  }
}

function write(target: string, bytes: Uint8Array): void {
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileAtomic.sync(target, Buffer.from(bytes));
}

/** Every file of the course but hidden ones, sorted. */
function courseFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, "/"))
    .filter((name) => !name.split("/").some((part) => part.startsWith(".")))
    .toSorted();
}

function readState(file: string): Record<string, Seen> {
  try {
    return Object.assign(Object.create(null), JSON.parse(readFileSync(file, "utf8"))) as Record<string, Seen>;
  } catch {
    return Object.create(null) as Record<string, Seen>; // first start, or lost: every copy is then taken for worked on
  }
}
