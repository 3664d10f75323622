/** From what a caller gives to what is drawn: equal lengths, gaps where there is no number, few enough points. */
import { check } from "../core/index.ts";
import { defaultRoles, type Role } from "./palette.ts";
import type { Numbers, Series } from "./types.ts";

/** A checked series. `x`, `y` have one length; NaN is a gap. */
export interface CleanSeries {
  name: string;
  role: Role;
  x: number[];
  y: number[];
  runs: number[][];
  mode: Series["mode"];
  hover?: readonly string[];
  planted: readonly number[];
  /** How many points have no finite number. */
  gaps: number;
}

/** The series of a call that gives either `x`, `y` or `series`. */
export function cleanSeries(
  figure: string,
  options: { x?: Numbers; y?: Numbers; series?: readonly Series[]; yLabel?: string },
): CleanSeries[] {
  const { x, y, series } = options;
  check(!(series && y), figure, "either series, or x and y, not both", "both");
  const given = series ?? (y ? [{ name: options.yLabel ?? "y", ...(x && { x }), y }] : []);
  check(Array.isArray(given) && given.length > 0, figure, "y or at least one series", given);
  let unnamed = 0;
  const names = new Set<string>();
  return given.map((one, index) => {
    const role = one.role ?? defaultRoles[unnamed++];
    check(role !== undefined, figure, "a role for each series after the fourth", one.name ?? `series ${index}`);
    const clean = cleanOne(`${figure} ${one.name ?? `series ${index}`}`, one, role, one.name ?? `series ${index + 1}`);
    check(!names.has(clean.name), figure, "series names that differ", clean.name);
    names.add(clean.name);
    return clean;
  });
}

function cleanOne(where: string, series: Series, role: Role, name: string): CleanSeries {
  const runs = (series.runs ?? []).map((run) => numbers(run, `${where} run`));
  check(!(series.y && runs.length > 0), where, "either y or runs", "both");
  const length = runs[0]?.length;
  for (const run of runs) check(run.length === length, where, `runs of one length, ${length}`, run.length);
  const y = series.y ? numbers(series.y, `${where} y`) : medians(runs);
  check(y.length > 0, where, "at least one point", "none");
  const x = series.x ? numbers(series.x, `${where} x`) : y.map((_, index) => index);
  check(x.length === y.length, where, `as many y as x (${x.length})`, y.length);
  const { hover, mode, planted = [] } = series;
  if (hover) check(hover.length === y.length, where, `one hover text per point (${y.length})`, hover.length);
  for (const at of planted)
    check(Number.isInteger(at) && at >= 0 && at < y.length, where, "planted indices of points", at);
  const gaps = y.filter((value, index) => !Number.isFinite(value) || !Number.isFinite(x[index])).length;
  check(gaps < y.length, where, "at least one finite point", `${gaps} that are not`);
  return { name, role, x, y, runs, mode, planted, gaps, ...(hover && { hover }) };
}

/** Numbers as an array; whatever is not finite becomes NaN. */
export function numbers(values: Numbers, where: string): number[] {
  check(
    typeof values === "object" && values !== null && typeof values.length === "number",
    where,
    "a list of numbers",
    values,
  );
  return Array.from(values, (value, index) => {
    check(typeof value === "number", `${where}[${index}]`, "a number", value);
    return Number.isFinite(value) ? value : Number.NaN;
  });
}

/** The median of each column over the runs that have a number there. */
export function medians(runs: readonly number[][]): number[] {
  return (runs[0] ?? []).map((_, column) => {
    const sorted = runs
      .map((run) => run[column]!)
      .filter(Number.isFinite)
      .sort((a, b) => a - b);
    const middle = sorted.length >> 1;
    if (sorted.length === 0) return Number.NaN;
    return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  });
}

/** The most points of one series that are drawn. */
export const maxDrawn = 2000;

/**
 * Indices of at most `maxDrawn` points that keep the look. A line keeps the lowest and highest of every stretch, and both
 * ends, so that no spike is lost; a cloud keeps every k-th.
 */
export function thin(y: readonly number[], kind: "line" | "points"): number[] {
  const all = y.map((_, index) => index);
  if (y.length <= maxDrawn) return all;
  if (kind === "points") {
    const every = Math.ceil(y.length / maxDrawn);
    return all.filter((index) => index % every === 0);
  }
  const stretches = maxDrawn / 4;
  const kept = new Set([0, y.length - 1]);
  for (let s = 0; s < stretches; s++) {
    const from = Math.floor((s * y.length) / stretches);
    const to = Math.floor(((s + 1) * y.length) / stretches);
    let low = -1;
    let high = -1;
    let gap = -1;
    for (let i = from; i < to; i++) {
      if (Number.isNaN(y[i])) gap = i;
      else {
        if (low < 0 || y[i]! < y[low]!) low = i;
        if (high < 0 || y[i]! > y[high]!) high = i;
      }
    }
    for (const index of [low, high, gap]) if (index >= 0) kept.add(index);
  }
  return [...kept].sort((a, b) => a - b);
}
