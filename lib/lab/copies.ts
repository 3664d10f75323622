/**
 * Students work in copies, so that updating the course never loses what they wrote.
 *
 * `plan` decides for one file, from facts alone. What counts as a student's work in a notebook is the text of its
 * cells: outputs come back by running it, so a lecture that was only run is updated like one that was never opened.
 * A copy beside is a file `01-name (new version).ipynb`; it becomes the student's too as soon as it lies there.
 */
import { createHash } from "node:crypto";

/** What is remembered of a copied file: which of the course's versions it last saw. */
export interface Seen {
  /** Hash of all bytes of the course's file. */
  version: string;
  /** Hash of its work: what a student could change that running does not bring back. */
  work: string;
}

export interface Facts {
  /** The course's file now. */
  course: Seen;
  /** What was remembered when this file was last looked at; undefined if it never was. */
  seen?: Seen | undefined;
  /** Hash of the work in the student's file; undefined if there is none. */
  theirs?: string | undefined;
}

/** `copy`: write the course's file. `beside`: keep theirs, put the course's next to it. `keep`: do nothing. */
export type Action = "copy" | "beside" | "keep";

export function plan({ course, seen, theirs }: Facts): Action {
  if (theirs === undefined) return "copy"; // never copied, or deleted to start afresh
  if (seen?.version === course.version) return "keep";
  if (theirs === course.work) return seen ? "copy" : "keep"; // nothing of theirs in it; only outputs may differ
  return theirs === seen?.work ? "copy" : "beside";
}

/** Name of the `n`th file to try beside `name`: `01 (new version).ipynb`, `01 (new version 2).ipynb`, … */
export function besideName(name: string, n: number): string {
  const dot = name.lastIndexOf(".");
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ""];
  return `${stem} (new version${n > 1 ? ` ${n}` : ""})${extension}`;
}

/** Hashes of a file's bytes and of the work in it. */
export function seenOf(name: string, bytes: Uint8Array): Seen {
  const version = sha256(bytes);
  return { version, work: (name.endsWith(".ipynb") ? notebookWork(bytes) : undefined) ?? version };
}

/** Hash of the cells' kinds and texts; undefined if this is no notebook, so that all of it counts as work. */
function notebookWork(bytes: Uint8Array): string | undefined {
  try {
    const { cells } = JSON.parse(new TextDecoder().decode(bytes)) as {
      cells: { cell_type: string; source: string | string[]; attachments?: unknown }[];
    };
    const work = cells.map(({ cell_type, source, attachments }) => [
      cell_type,
      Array.isArray(source) ? source.join("") : source,
      attachments ?? {},
    ]);
    return sha256(Buffer.from(JSON.stringify(work)));
  } catch {
    return undefined;
  }
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
