/** Histograms: how often values fall into bins of equal width, one or more arms laid over each other. */
import { check, checkInteger } from "../core/index.ts";
import { altText } from "./alt.ts";
import { makeFigure, type Figure } from "./figure.ts";
import {
  axis,
  baseLayout,
  config,
  describeReferences,
  legendLayout,
  legendRoom,
  references,
  uprightLevels,
} from "./layout.ts";
import { defaultRoles, styles, type Role } from "./palette.ts";
import { numbers } from "./series.ts";
import { hoverText, listed, oneLine, plain, spoken } from "./text.ts";
import { compact } from "./traces.ts";
import type { FigureOptions, Numbers, Reference, Trace } from "./types.ts";

/** The values of one arm. */
export interface HistogramSeries {
  name: string;
  role?: Role;
  values: Numbers;
}

/** Options of `show.histogram`: give `values`, or `series`. */
export interface HistogramOptions extends FigureOptions {
  values?: Numbers;
  series?: readonly HistogramSeries[];
  /** The quantity and its unit. */
  xLabel: string;
  /** Default "share of values in the bin". */
  yLabel?: string;
  /** How many bins, 1 … 200. Default: one per whole number where the values are few whole numbers, else 20. */
  bins?: number;
  /** First and last edge; values outside are an error. Default: the values' own range. */
  xRange?: readonly [number, number];
  /** A value of x that matters: the alt text gives each arm's share above it, and the figure a mark. */
  threshold?: number;
  reference?: number | Reference | readonly Reference[];
}

/**
 * Each arm's share of its values per bin, so that arms of different size compare. Bins hold their lower edge; the last
 * holds both. The axis starts at zero and ends above the tallest bin, not at 1: a bin's share depends on its width.
 * Returns a figure; shows itself as the last value of a cell.
 */
export function histogram(options: HistogramOptions): Figure {
  const given: readonly HistogramSeries[] =
    options.series ?? (options.values ? [{ name: options.xLabel, values: options.values }] : []);
  check(given.length > 0, "show.histogram", "values or at least one series", given);
  const arms = given.map((one, index) => {
    const role = one.role ?? defaultRoles[index];
    check(role !== undefined, "show.histogram", "a role for each series after the fourth", one.name);
    const every = numbers(one.values, `show.histogram ${one.name}`);
    const values = every.filter(Number.isFinite);
    check(
      values.length > 0,
      `show.histogram ${one.name}`,
      "at least one finite value",
      every.length === 0 ? "none" : "only others",
    );
    return { name: one.name, role, values, dropped: every.length - values.length };
  });
  const edges = binEdges(
    arms.flatMap((arm) => arm.values),
    options,
  );
  const binWidth = edges[1]! - edges[0]!;
  const shares = arms.map((arm) => binShares(arm.values, edges));
  const levels = references({ reference: options.reference ?? [] });
  const legend = arms.length > 1;
  const base = baseLayout(options, {
    top: legendRoom(
      arms.map(({ name }) => name ?? ""),
      { width: (options.width ?? 720) - 92 },
    ),
  });
  const range: [number, number] = [edges[0]! - binWidth * 0.3, edges.at(-1)! + binWidth * 0.3];
  const threshold =
    options.threshold === undefined ? [] : [{ value: options.threshold, label: "threshold", role: "truth" as const }];
  const upright = [...levels, ...threshold];
  const marks = uprightLevels(upright, range);
  const data = arms.map((arm, index): Trace => {
    const style = styles[arm.role];
    return {
      type: "bar",
      name: plain(oneLine(arm.name)),
      x: edges.slice(0, -1).map((edge) => compact(edge + binWidth / 2)),
      y: shares[index]!.map((share) => (share === 0 ? null : compact(share))),
      width: binWidth * (arms.length > 1 ? 0.96 : 0.98),
      marker: {
        color: index === 0 && !style.hatch ? style.tint : "rgba(0,0,0,0)",
        line: { color: style.colour, width: 1.8 },
        ...((style.hatch || index > 0) && {
          pattern: {
            shape: style.hatch || "/",
            fgcolor: style.colour,
            bgcolor: "rgba(0,0,0,0)",
            solidity: 0.25,
            size: 7,
          },
        }),
      },
      hovertext: shares[index]!.map((share, k) =>
        hoverText(
          [
            arm.name,
            `${spoken(edges[k]!)} to ${spoken(edges[k + 1]!)}: ${spoken(share)} of ${spoken(arm.values.length)}`,
          ],
          options,
        ),
      ),
      hoverinfo: "text",
      showlegend: legend,
    };
  });
  const layout = {
    ...base.layout,
    barmode: "overlay",
    xaxis: axis({
      title: options.xLabel,
      range,
      grid: false,
    }),
    yaxis: axis({
      title: options.yLabel ?? "share of values in the bin",
      // room above the bars for the levels' labels
      range: [0, Math.max(...shares.flat()) * (upright.length > 0 ? 1.08 + 0.07 * upright.length : 1.06)],
    }),
    ...marks,
    ...(legend && legendLayout),
  };
  const kinds = arms.map(
    ({ name, role, values }) => `${oneLine(name)} (${styles[role].colourName}, ${spoken(values.length)} values)`,
  );
  const parts = arms.map((arm) => {
    const sorted = [...arm.values].sort((a, b) => a - b);
    const mean = arm.values.reduce((sum, value) => sum + value, 0) / arm.values.length;
    const above =
      options.threshold === undefined
        ? ""
        : `, share above ${spoken(options.threshold)} is ${spoken(arm.values.filter((value) => value > options.threshold!).length / arm.values.length)}`;
    const dropped = arm.dropped > 0 ? `, ${arm.dropped} without a finite number left out` : "";
    return `${oneLine(arm.name)}: mean ${spoken(mean)}, smallest ${spoken(sorted[0]!)}, largest ${spoken(sorted.at(-1)!)}${above}${dropped}`;
  });
  return makeFigure(options, {
    plot: { data, layout, config },
    alt: altText(
      `Histogram of ${options.xLabel} in ${edges.length - 1} bins: ${listed(kinds)}`,
      [...parts, ...describeReferences(levels)],
      options.title,
    ),
    width: base.width,
  });
}

/** Edges of equal bins over all values: one more edge than bins. */
export function binEdges(
  values: readonly number[],
  options: { bins?: number; xRange?: readonly [number, number] },
): number[] {
  let low = options.xRange?.[0] ?? Infinity;
  let high = options.xRange?.[1] ?? -Infinity;
  for (const value of values) {
    if (options.xRange) check(value >= low && value <= high, "show.histogram", `values from ${low} to ${high}`, value);
    else {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const whole = !options.bins && !options.xRange && high - low < 60 && values.every(Number.isInteger);
  // whole numbers get a bin each, centred on them
  if (whole) return Array.from({ length: high - low + 2 }, (_, index) => low + index - 0.5);
  const bins = checkInteger(options.bins ?? 20, "show.histogram bins", { min: 1, max: 200 });
  if (low === high) [low, high] = [low - 0.5, high + 0.5];
  return Array.from({ length: bins + 1 }, (_, index) => low + ((high - low) * index) / bins);
}

/** The share of `values` in each bin; they sum to 1. */
export function binShares(values: readonly number[], edges: readonly number[]): number[] {
  const counts = Array.from({ length: edges.length - 1 }, () => 0);
  for (const value of values) {
    let bin = Math.floor(((value - edges[0]!) / (edges.at(-1)! - edges[0]!)) * counts.length);
    bin = Math.min(Math.max(bin, 0), counts.length - 1);
    // subtle: the division rounds, so a value on an edge may land one bin too low or too high
    while (bin > 0 && value < edges[bin]!) bin--;
    while (bin < counts.length - 1 && value >= edges[bin + 1]!) bin++;
    counts[bin]!++;
  }
  return counts.map((count) => count / values.length);
}
