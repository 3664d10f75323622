/** What a behaviour of a kernel is: one sentence that is true of a good kernel, why it matters, and how to see it. */
import type { PeerName } from "../../peers/index.ts";
import type { Subject } from "./subject.ts";

/** One cell's text or several, in order. Deno and tslab take the TypeScript where they have no text of their own. */
export interface Cells {
  ts?: string | readonly string[];
  py?: string | readonly string[];
  deno?: string | readonly string[];
  tslab?: string | readonly string[];
}

export type ByKernel = Partial<Record<PeerName, string>>;

export interface Behaviour {
  /** The letter of its family and a number: `C07`. Never given to another behaviour. */
  id: string;
  /** One sentence of specification, in the present tense. */
  title: string;
  /** Who needs it: the part of the protocol, the tool that breaks, the student, or the known fault of a kernel. */
  reason: string;
  cells?: Cells;
  /** The kernel is started for this behaviour alone, with a connection file or environment of its own, and thrown away after it. */
  fresh?: boolean | { key?: string; transport?: "ipc"; env?: Record<string, string> };
  /** Needs signals or files that Windows lacks; the sentence says which. */
  posix?: string;
  /** How long the whole may take. Default 15. */
  seconds?: number;
  /** Why a kernel's language has no such thing. */
  notFor?: ByKernel;
  /** Why it does not hold yet, or cannot. Such a kernel is expected to fail. */
  known?: ByKernel;
  /** Throws if the behaviour does not hold. */
  check(kernel: Subject, ...cells: string[]): Promise<void>;
}

export interface Family {
  letter: string;
  name: string;
  behaviours: readonly Behaviour[];
}

/** The cells that kernel `name` runs for `behaviour`, or undefined if it is not meant for it. */
export function cellsFor(behaviour: Behaviour, name: PeerName): readonly string[] | undefined {
  if (behaviour.notFor?.[name] !== undefined) return undefined;
  const { cells } = behaviour;
  if (cells === undefined) return [];
  const text = name === "ipykernel" ? cells.py : name === "ours" ? cells.ts : (cells[name] ?? cells.ts);
  if (text === undefined) throw new Error(`${behaviour.id}: expected cells for ${name}, or a reason in notFor`);
  return typeof text === "string" ? [text] : text;
}
