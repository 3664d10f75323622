/**
 * Alt text, computed from the data: what is drawn, the numbers that matter, the finding. Three sentences, never typed.
 */
import { listed, oneLine, sentence, spoken } from "./text.ts";
import type { CleanSeries } from "./series.ts";

/** Three sentences. `numbers` are joined into one. */
export function altText(drawn: string, numbers: readonly string[], title: string): string {
  const middle = numbers
    .map((part) => oneLine(part))
    .filter(Boolean)
    .join("; ");
  return [sentence(drawn), ...(middle ? [sentence(middle)] : []), sentence(title)].join(" ");
}

/** A few points are read out in full; many by their ends, extremes and the places asked for. */
export function describeSeries(series: CleanSeries, xName: string, emphasise: readonly (number | string)[]): string {
  const points = series.x.map((x, index) => ({ x, y: series.y[index]! })).filter(({ x, y }) => Number.isFinite(x + y));
  const name = oneLine(series.name);
  const seeds = series.runs.length > 0 ? ` (median of ${series.runs.length} seeds)` : "";
  const gaps =
    series.gaps > 0
      ? `, with ${series.gaps} ${series.gaps === 1 ? "gap" : "gaps"} where there is no finite number`
      : "";
  const first = points[0]!;
  const last = points.at(-1)!;
  if (points.length === 1) return `${name}${seeds}: ${spoken(first.y)} at ${xName} ${spoken(first.x)}${gaps}`;
  if (points.length <= 8) {
    const values = listed(points.map(({ y }) => spoken(y)));
    return `${name}${seeds}: ${values} at ${xName} ${listed(points.map(({ x }) => spoken(x)))}${gaps}`;
  }
  const low = points.reduce((a, b) => (b.y < a.y ? b : a));
  const high = points.reduce((a, b) => (b.y > a.y ? b : a));
  const parts = [
    `${name}${seeds}: from ${spoken(first.y)} at ${xName} ${spoken(first.x)} to ${spoken(last.y)} at ${spoken(last.x)}`,
  ];
  if (low !== first && low !== last) parts.push(`lowest ${spoken(low.y)} at ${spoken(low.x)}`);
  if (high !== first && high !== last) parts.push(`highest ${spoken(high.y)} at ${spoken(high.x)}`);
  for (const asked of emphasise) {
    const at = points.find(({ x }) => x === asked);
    if (at) parts.push(`${spoken(at.y)} at ${spoken(at.x)}`);
  }
  return parts.join(", ") + gaps;
}

/** Where `a` and `b` change places, x by straight lines between the points both have. */
export function crossings(a: CleanSeries, b: CleanSeries): number[] {
  const other = new Map(b.x.map((x, index) => [x, b.y[index]!]));
  const shared = a.x
    .map((x, index) => ({ x, gap: a.y[index]! - (other.get(x) ?? Number.NaN) }))
    .filter(({ x, gap }) => Number.isFinite(x) && Number.isFinite(gap))
    .sort((p, q) => p.x - q.x);
  const found: number[] = [];
  let before: { x: number; gap: number } | undefined;
  let touched: number | undefined;
  for (const point of shared) {
    if (point.gap === 0) {
      touched ??= point.x;
      continue;
    }
    // subtle: two lines that meet and part again on the same side do not cross
    if (before && Math.sign(before.gap) !== Math.sign(point.gap))
      found.push(touched ?? before.x + ((point.x - before.x) * before.gap) / (before.gap - point.gap));
    before = point;
    touched = undefined;
  }
  return found;
}

/** The crossings of every pair of `series`, as parts of a sentence; at most three of each. */
export function describeCrossings(series: readonly CleanSeries[], xName: string): string[] {
  return series.flatMap((a, index) =>
    series.slice(index + 1).flatMap((b) => {
      const at = crossings(a, b);
      if (at.length === 0) return [];
      const more = at.length > 3 ? ` and ${at.length - 3} more places` : "";
      return [
        `${oneLine(a.name)} and ${oneLine(b.name)} cross at ${xName} ${listed(at.slice(0, 3).map(spoken))}${more}`,
      ];
    }),
  );
}
