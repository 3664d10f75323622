/** What a measurement is: something done to one kernel that gives a number for each of its rows. */
import type { PeerName } from "../../../test/peers/index.ts";

/** A number in the row's unit, or the reason why this kernel has none, in a word or two. */
export type Value = number | string;

export interface Row {
  id: string;
  title: string;
  unit: "ms" | "lines/s" | "lines" | "cells" | "MiB" | "×";
  /** What the project wants of its own kernel. Rows without a goal are there to be looked at. */
  goal?: Goal;
}

/**
 * `atMost` or `atLeast` a number: in the row's unit or, with `of`, as a multiple of ipykernel's value in the row that
 * `of` names.
 */
export type Goal = ({ atMost: number } | { atLeast: number }) & { of?: string };

/** What every measurement may use. */
export interface Setup {
  /** The notebook's folder. */
  cwd: string;
  /** Why `@tensorflow/tfjs` is not there, if it is not. */
  noTensorFlow?: string | undefined;
  /** How many cells or requests a median is taken of. */
  cells: number;
}

export interface Measurement {
  id: string;
  rows: readonly Row[];
  /** Measured once, however often the others are repeated: it takes a minute. */
  once?: true;
  /** Measurements whose rows the goals of this one refer to. */
  needs?: readonly string[];
  /** One value for each row. */
  measure(peer: PeerName, setup: Setup): Promise<Record<string, Value>>;
}
