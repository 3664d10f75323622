/** Lines and clouds of points: the numbers along x of one or more series. */
import { check } from "../core/index.ts";
import { altText, describeCrossings, describeSeries } from "./alt.ts";
import { makeFigure, type Figure } from "./figure.ts";
import { checkFrames, describeFrames, noteAnnotation, roomForFrames, stillOf, withFrames } from "./frames.ts";
import {
  axis,
  baseLayout,
  checkShares,
  config,
  describeReferences,
  rangeOf,
  referenceMarks,
  references,
  roomFor,
} from "./layout.ts";
import { ink, styles } from "./palette.ts";
import { cleanSeries, maxDrawn, type CleanSeries } from "./series.ts";
import { listed, oneLine, plain, spoken } from "./text.ts";
import { seriesTraces } from "./traces.ts";
import type { FigureOptions, FrameOptions, Layout, Numbers, Plot, Reference, Series } from "./types.ts";

/** Options of `show.line` and `show.scatter`: give `x`, `y`, or `series`. */
export interface XyOptions extends FigureOptions, FrameOptions<Series> {
  x?: Numbers;
  y?: Numbers;
  series?: readonly Series[];
  /** Name and unit: "distance (tokens)". */
  xLabel: string;
  yLabel: string;
  /** y is a share: the axis runs from 0 to 1, and a value outside is an error. */
  share?: boolean;
  xScale?: "linear" | "log";
  yScale?: "linear" | "log";
  /** Fix the axis. Default: the data of all frames, and the references. */
  xRange?: readonly [number, number];
  yRange?: readonly [number, number];
  reference?: number | Reference | readonly Reference[];
  /** The chance level: ochre, dotted and labelled. */
  chance?: number;
  /** The reader's bet: drawn as a star. */
  bet?: { x: number; y: number };
}

/** Lines through the numbers of each series. Returns a figure; shows itself as the last value of a cell. */
export function line(options: XyOptions): Figure {
  return xy("show.line", options, "line");
}

/** A point for each pair of numbers. Returns a figure; shows itself as the last value of a cell. */
export function scatter(options: XyOptions): Figure {
  return xy("show.scatter", options, "points");
}

function xy(name: string, options: XyOptions, mode: "line" | "points"): Figure {
  const { frames, still, control } = checkFrames(name, options);
  const fixed = options.series || options.y ? cleanSeries(name, options) : [];
  const cleanFrames = frames.map((frame) =>
    frame.series?.length ? cleanSeries(`${name} ${frame.label}`, { series: withRoles(frame.series, fixed) }) : [],
  );
  const first = merge(fixed, cleanFrames[0] ?? []);
  check(first.length > 0, name, "y, series or frames with series", options.series);
  for (const [index, changed] of cleanFrames.entries())
    for (const one of changed)
      check(
        first.some((known) => known.name === one.name),
        `${name} ${frames[index]!.label}`,
        "series that the first frame has",
        one.name,
      );

  const all = [...first, ...cleanFrames.flat()];
  const share = options.share ?? false;
  if (share) for (const one of all) checkShares([one.y, ...one.runs].flat(), `${name} ${one.name}`);
  const levels = references(options);
  const width = options.width ?? 720;
  const room = roomForFrames(frames, control, width);
  const direct =
    frames.length === 0 || cleanFrames.every((changed) => changed.length === 0) ? directLabels(first, options) : [];
  const legend = direct.length === 0 && first.length > 1;
  const right =
    direct.length > 0
      ? roomFor(
          direct.map((one) => one.name),
          14,
        ) + 26
      : 24;
  const base = baseLayout(options, { ...room, top: room.top + (legend ? 28 : 0), right });
  const betY = options.bet ? [options.bet.y] : [];
  const betX = options.bet ? [options.bet.x] : [];
  const xs = [
    ...all.flatMap((one) => one.x),
    ...betX,
    ...frames.flatMap((frame) => (frame.at === undefined ? [] : [frame.at])),
  ];
  const ys = [...all.flatMap((one) => [one.y, ...one.runs].flat()), ...levels.map((level) => level.value), ...betY];
  const xRange = options.xRange ?? rangeOf(xs, { log: options.xScale === "log" });
  const yRange = options.yRange ?? rangeOf(ys, { log: options.yScale === "log", share });

  const marks = referenceMarks(levels);
  const annotations = [...marks.annotations, ...direct.map((one) => endLabel(one, options.yScale === "log"))];
  const perFrame = (index: number): Layout => {
    const frame = frames[index];
    return {
      annotations: [...annotations, ...(frame ? noteAnnotation(frame, width, 56) : [])],
      shapes: [...marks.shapes, ...(frame?.at === undefined ? [] : [verticalMark(frame.at)])],
    };
  };
  const groups = first.map((one) =>
    seriesTraces(one, {
      mode: one.mode ?? mode,
      provenance: options.provenance,
      xLabel: options.xLabel,
      yLabel: options.yLabel,
      legend,
    }),
  );
  const data = groups.flat();
  if (options.bet) data.push(betTrace(options.bet));
  let plot: Plot = {
    data,
    config,
    layout: {
      ...base.layout,
      xaxis: axis({ title: options.xLabel, range: xRange, log: options.xScale === "log" }),
      yaxis: {
        ...axis({ title: options.yLabel, range: yRange, log: options.yScale === "log" }),
        ...(share && { tickvals: [0, 0.2, 0.4, 0.6, 0.8, 1], tickmode: "array" }),
      },
      ...(legend && {
        showlegend: true,
        legend: { orientation: "h", x: 0, xanchor: "left", y: 1, yanchor: "bottom", bgcolor: "rgba(0,0,0,0)" },
      }),
      ...perFrame(0),
    },
  };
  const offsets = groups.map((_, index) => groups.slice(0, index).flat().length);
  const plotFrames = frames.map((frame, index) => {
    const parts = (cleanFrames[index] ?? []).flatMap((one) => {
      const at = first.findIndex((known) => known.name === one.name);
      const traces = seriesTraces(
        { ...one, mode: first[at]!.mode },
        {
          mode: first[at]!.mode ?? mode,
          provenance: options.provenance,
          xLabel: options.xLabel,
          yLabel: options.yLabel,
          legend,
        },
      );
      return traces.map(({ x, y, hovertext }, k) => ({ trace: offsets[at]! + k, data: { x, y, hovertext } }));
    });
    return {
      name: frame.label,
      data: parts.map((part) => part.data),
      traces: parts.map((part) => part.trace),
      layout: perFrame(index),
    };
  });
  plot = withFrames(plot, { frames: plotFrames, control, noteRoom: room.bottom - 74 + 44, head: base.margin.t });
  const shown = frames.length > 0 ? merge(fixed, cleanFrames[still] ?? []) : first;
  return makeFigure(options, {
    plot,
    still: stillOf(plot, plotFrames[still]),
    alt: describe(
      options,
      mode,
      shown,
      [...describeFrames(frames, still), ...describeReferences(levels)],
      frames.length,
    ),
    width: base.width,
    height: base.height,
  });
}

/** A frame's series keeps the role that the same name has outside the frames. */
function withRoles(series: readonly Series[], fixed: readonly CleanSeries[]): Series[] {
  return series.map((one) => {
    const role = one.role ?? fixed.find((known) => known.name === one.name)?.role;
    return role ? { ...one, role } : one;
  });
}

function merge(fixed: readonly CleanSeries[], changed: readonly CleanSeries[]): CleanSeries[] {
  const replaced = fixed.map((one) => changed.find((other) => other.name === one.name) ?? one);
  return [...replaced, ...changed.filter((one) => !fixed.some((known) => known.name === one.name))];
}

/** The series that can be named at their last point: all of them, or none if two labels would touch. */
function directLabels(series: readonly CleanSeries[], options: XyOptions): CleanSeries[] {
  if (series.length < 2 || series.some((one) => one.mode === "points")) return [];
  const ends = series.map((one) => ({ x: one.x.at(-1)!, y: one.y.at(-1)! }));
  if (ends.some(({ x, y }) => x !== ends[0]!.x || !Number.isFinite(y))) return [];
  const [low, high] =
    options.yRange ??
    rangeOf(
      series.flatMap((one) => one.y),
      { share: options.share ?? false },
    );
  const sorted = ends.map(({ y }) => (y - low) / (high - low)).sort((a, b) => a - b);
  return sorted.every((y, index) => index === 0 || y - sorted[index - 1]! > 0.07) ? [...series] : [];
}

function endLabel(series: CleanSeries, log: boolean): Layout {
  const y = series.y.at(-1)!;
  return {
    xref: "paper",
    x: 1,
    xanchor: "left",
    xshift: 4,
    y: log ? Math.log10(y) : y,
    yanchor: "middle",
    showarrow: false,
    text: plain(oneLine(series.name)),
    font: { color: styles[series.role].colour, size: 14 },
  };
}

function verticalMark(x: number): Layout {
  return {
    type: "line",
    x0: x,
    x1: x,
    yref: "paper",
    y0: 0,
    y1: 1,
    layer: "below",
    line: { color: ink.interactive, width: 1.2, dash: "dot" },
  };
}

function betTrace({ x, y }: { x: number; y: number }): Plot["data"][number] {
  return {
    type: "scatter",
    mode: "markers+text",
    x: [x],
    y: [y],
    text: ["your bet"],
    textposition: "top center",
    textfont: { color: ink.interactive, size: 13 },
    hoverinfo: "skip",
    showlegend: false,
    marker: { symbol: "star", size: 15, color: ink.interactive },
  };
}

function describe(
  options: XyOptions,
  mode: "line" | "points",
  shown: readonly CleanSeries[],
  extra: readonly string[],
  frames: number,
): string {
  const xName = options.xLabel.replace(/\s*\(.*\)\s*$/u, "") || "x";
  const kinds = shown.map((one) => {
    const { colourName, look } = styles[one.role];
    return `${oneLine(one.name)} (${colourName}, ${(one.mode ?? mode) === "points" ? `${one.y.length} points` : look})`;
  });
  const many = shown.some((one) => one.y.length > maxDrawn);
  const drawn =
    `${mode === "line" ? "Line chart" : "Scatter plot"} of ${options.yLabel} against ${options.xLabel}: ${listed(kinds)}` +
    (many ? `, thinned to at most ${spoken(maxDrawn)} drawn points each` : "") +
    (frames > 0 ? `, in ${frames} steps` : "");
  const emphasise = options.emphasise ?? [];
  const numbers = shown.map((one) =>
    (one.mode ?? mode) === "points" ? cloud(one, options) : describeSeries(one, xName, emphasise),
  );
  const lines = shown.filter((one) => (one.mode ?? mode) !== "points");
  const bet = options.bet ? [`your bet is ${spoken(options.bet.y)} at ${xName} ${spoken(options.bet.x)}`] : [];
  return altText(drawn, [...numbers, ...describeCrossings(lines, xName), ...extra, ...bet], options.title);
}

/** A cloud by its extent, centre and correlation. */
function cloud(series: CleanSeries, options: XyOptions): string {
  const points = series.x.map((x, index) => [x, series.y[index]!] as const).filter(([x, y]) => Number.isFinite(x + y));
  const gaps = series.gaps > 0 ? `, ${series.gaps} without a finite number left out` : "";
  const n = points.length;
  const name = oneLine(series.name);
  if (n === 1) return `${name} is one point at ${spoken(points[0]![0])}, ${spoken(points[0]![1])}${gaps}`;
  const mean = (k: 0 | 1): number => points.reduce((sum, point) => sum + point[k], 0) / n;
  const [mx, my] = [mean(0), mean(1)];
  let sxx = 0;
  let syy = 0;
  let sxy = 0;
  for (const [x, y] of points) {
    sxx += (x - mx) ** 2;
    syy += (y - my) ** 2;
    sxy += (x - mx) * (y - my);
  }
  const r = sxx > 0 && syy > 0 ? `, correlation ${spoken(sxy / Math.sqrt(sxx * syy))}` : "";
  return `${name} has mean ${oneLine(options.xLabel)} ${spoken(mx)} and mean ${oneLine(options.yLabel)} ${spoken(my)}${r}${gaps}`;
}
