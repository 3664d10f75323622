/** Bars: one number per label, one or more series side by side. */
import { check } from "../core/index.ts";
import { altText } from "./alt.ts";
import { makeFigure, type Figure } from "./figure.ts";
import {
  axis,
  baseLayout,
  checkShares,
  config,
  describeReferences,
  legendLayout,
  legendRoom,
  levelLines,
  rangeOf,
  references,
  roomFor,
  uprightLevels,
} from "./layout.ts";
import { edgeMarks, edgeRoom, levelLabel } from "./labels.ts";
import { defaultRoles, styles, type Role } from "./palette.ts";
import { numbers } from "./series.ts";
import { hoverText, label as short, listed, oneLine, plain, spoken } from "./text.ts";
import { compact } from "./traces.ts";
import type { FigureOptions, Numbers, Reference, Trace } from "./types.ts";

/** Bars of one arm. */
export interface BarSeries {
  name: string;
  role?: Role;
  /** One per label. Not finite: no bar, and the alt text says so. */
  values: Numbers;
}

/** Options of `show.bars`: give `values`, or `series`. */
export interface BarsOptions extends FigureOptions {
  labels: readonly string[];
  values?: Numbers;
  series?: readonly BarSeries[];
  /** What the bars stand for, with unit. */
  yLabel: string;
  /** What the labels are. */
  xLabel?: string;
  /** Values are shares: the axis runs from 0 to 1, and a value outside is an error. */
  share?: boolean;
  /** Bars lie on their side: for long labels. */
  horizontal?: boolean;
  reference?: number | Reference | readonly Reference[];
  chance?: number;
}

/** A bar from zero for each value. Returns a figure; shows itself as the last value of a cell. */
export function bars(options: BarsOptions): Figure {
  const { labels, horizontal = false, share = false } = options;
  const given = options.series ?? (options.values ? [{ name: options.yLabel, values: options.values }] : []);
  check(given.length > 0, "show.bars", "values or at least one series", given);
  check(Array.isArray(labels) && labels.length > 0, "show.bars labels", "at least one label", labels);
  check(labels.length * given.length <= 200, "show.bars", "at most 200 bars", labels.length * given.length);
  const series = given.map((one, index) => {
    const role = (one as BarSeries).role ?? defaultRoles[index];
    check(role !== undefined, "show.bars", "a role for each series after the fourth", one.name);
    const values = numbers(one.values, `show.bars ${one.name}`);
    check(
      values.length === labels.length,
      `show.bars ${one.name}`,
      `one value per label (${labels.length})`,
      values.length,
    );
    if (share) checkShares(values, `show.bars ${one.name}`);
    return { name: one.name, role, values };
  });
  const all = series.flatMap((one) => one.values);
  check(all.some(Number.isFinite), "show.bars", "at least one finite value", "none");

  const levels = references(options);
  const legend = series.length > 1;
  const place = labels.map((_, index) => index);
  const wide = 0.76 / series.length;
  const named = labels.length * series.length <= 24;
  const [low, high] = rangeOf([...all, ...levels.map((level) => level.value)], { share, fromZero: true });
  const valueAxis = {
    ...axis({ title: options.yLabel, range: share ? [0, 1.06] : [low, high] }),
    ...(share && { tickmode: "array", tickvals: [0, 0.2, 0.4, 0.6, 0.8, 1] }),
  };
  const longest = roomFor(labels, 14);
  const tilted = !horizontal && longest > 590 / labels.length;
  const base = baseLayout(options, {
    top: legendRoom(
      series.map(({ name }) => name ?? ""),
      { width: (options.width ?? 720) - 92 },
    ),
    right: horizontal ? 48 : edgeRoom(levels.map((level) => levelLabel(level))),
    bottom: tilted ? Math.min(longest * 0.7, 140) : 0,
    ...(horizontal && {
      left: Math.min(longest + 40, 320),
      height: Math.max(120, labels.length * (series.length * 18 + 14)),
    }),
  });
  const labelAxis = {
    ...axis({
      ...(options.xLabel && { title: options.xLabel }),
      range: horizontal ? [labels.length - 0.5, -0.5] : [-0.5, labels.length - 0.5],
      grid: false,
      ticks: { values: place, text: labels.map(oneLine) },
    }),
    ...(tilted && { tickangle: -35 }),
  };
  const edge = horizontal ? [] : levels.map((level) => levelLabel(level));
  const marks = horizontal
    ? uprightLevels(levels, share ? [0, 1.06] : [low, high])
    : {
        shapes: levelLines(levels),
        annotations: edgeMarks(edge, {
          low: share ? 0 : low,
          high: share ? 1.06 : high,
          height: base.height - base.margin.t - base.margin.b,
        }),
      };
  const data = series.map((one, index): Trace => {
    const style = styles[one.role];
    const at = place.map((x) => x + (index - (series.length - 1) / 2) * wide);
    const size = one.values.map(compact);
    return {
      type: "bar",
      orientation: horizontal ? "h" : "v",
      name: plain(oneLine(one.name)),
      x: horizontal ? size : at,
      y: horizontal ? at : size,
      width: wide * 0.94,
      marker: {
        color: style.hatch ? style.tint : style.colour,
        line: { color: style.colour, width: 1.5 },
        ...(style.hatch && {
          pattern: { shape: style.hatch, fgcolor: style.colour, bgcolor: "rgba(0,0,0,0)", solidity: 0.28, size: 7 },
        }),
      },
      ...(named && {
        text: one.values.map((value) => (!Number.isFinite(value) ? "" : share ? short(value, 2) : short(value))),
        textposition: "outside",
        cliponaxis: false,
        textfont: { size: 13, color: style.colour },
      }),
      hovertext: one.values.map((value, k) => hoverText([labels[k]!, `${one.name}: ${spoken(value)}`], options)),
      hoverinfo: "text",
      showlegend: legend,
    };
  });
  const layout = {
    ...base.layout,
    barmode: "overlay", // subtle: positions and widths are ours, so that labels are never read as numbers or dates
    xaxis: horizontal ? valueAxis : labelAxis,
    yaxis: horizontal ? labelAxis : valueAxis,
    ...marks,
    ...(legend && legendLayout),
  };
  return makeFigure(options, {
    plot: { data, layout, config },
    alt: describe(options, series, levels),
    width: base.width,
  });
}

function describe(
  options: BarsOptions,
  series: readonly { name: string; role: Role; values: number[] }[],
  levels: readonly Required<Reference>[],
): string {
  const { labels, emphasise = [] } = options;
  const kinds = series.map(
    ({ name, role }) => `${oneLine(name)} (${styles[role].colourName}${styles[role].hatch ? ", hatched" : ""})`,
  );
  const drawn = `Bar chart of ${options.yLabel} for ${labels.length} ${labels.length === 1 ? "label" : "labels"}: ${listed(kinds)}`;
  const parts = series.map(({ name, values }) => {
    const pairs = values.map((value, index) => ({ name: oneLine(labels[index]!), value }));
    const finite = pairs.filter(({ value }) => Number.isFinite(value));
    const none = pairs.filter(({ value }) => !Number.isFinite(value)).map((pair) => pair.name);
    const missing =
      none.length > 0
        ? `, no finite number for ${listed(none.slice(0, 5))}${none.length > 5 ? ` and ${none.length - 5} more` : ""}`
        : "";
    if (finite.length === 0) return `${oneLine(name)}: nothing${missing}`;
    if (finite.length <= 8) return `${oneLine(name)}: ${listed(finite.map(read))}${missing}`;
    const low = finite.reduce((a, b) => (b.value < a.value ? b : a));
    const high = finite.reduce((a, b) => (b.value > a.value ? b : a));
    const asked = finite.filter((pair) => emphasise.includes(pair.name)).map(read);
    return `${oneLine(name)}: largest ${read(high)}, smallest ${read(low)}${asked.length > 0 ? `, ${listed(asked)}` : ""}${missing}`;
  });
  return altText(drawn, [...parts, ...describeReferences(levels)], options.title);
}

function read(pair: { name: string; value: number }): string {
  return `${pair.name} ${spoken(pair.value)}`;
}
