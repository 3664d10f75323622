/** All that is measured, in the order of the table. */
import { interrupt } from "./interrupt.ts";
import { introspection } from "./introspection.ts";
import { lines } from "./lines.ts";
import { longSession } from "./long-session.ts";
import { loop } from "./loop.ts";
import { memory } from "./memory.ts";
import { coldStart, start } from "./start.ts";
import { tensorFlow } from "./tensorflow.ts";
import { trivialCell } from "./trivial-cell.ts";
import type { Measurement } from "./types.ts";

export const measurements: readonly Measurement[] = [
  start,
  coldStart,
  trivialCell,
  tensorFlow,
  introspection,
  lines,
  loop,
  interrupt,
  memory,
  longSession,
];

/** The measurements of these names, or of these rows' names, with those that their goals refer to. All if none is named. */
export function select(names: readonly string[]): Measurement[] {
  if (names.length === 0) return [...measurements];
  const chosen = measurements.filter(({ id, rows }) => names.some((n) => n === id || rows.some((row) => row.id === n)));
  const needed = new Set(chosen.flatMap(({ id, needs = [] }) => [id, ...needs]));
  return measurements.filter(({ id }) => needed.has(id));
}

/** What there is to choose from: each group, and below it its rows with what they measure. */
export function overview(): string[] {
  return measurements.flatMap(({ id, rows }) => [
    `  ${id}`,
    ...rows.map((row) => `    ${row.id.padEnd(18)} ${row.title}`),
  ]);
}

/** Every name that `select` knows. */
export function names(): string[] {
  return [...new Set(measurements.flatMap(({ id, rows }) => [id, ...rows.map((row) => row.id)]))];
}
