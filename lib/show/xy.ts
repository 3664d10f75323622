/** Lines and clouds of points: the numbers along x of one or more series. */
import { check } from "../core/index.ts";
import { makeFigure, type Figure } from "./figure.ts";
import {
  checkFrames,
  controlRoom,
  describeFrames,
  noteAnnotation,
  roomForFrames,
  stillOf,
  withFrames,
} from "./frames.ts";
import { edgeMarks, edgeRoom, levelLabel, spread, type EdgeLabel } from "./labels.ts";
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
} from "./layout.ts";
import { ink } from "./palette.ts";
import { cleanSeries, type CleanSeries } from "./series.ts";
import { oneLine } from "./text.ts";
import { seriesTraces } from "./traces.ts";
import type { Layout, Plot, Series, Trace, XyOptions } from "./types.ts";
import { describeXy } from "./xy-alt.ts";

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
  const changes = frames.map((frame) =>
    frame.series?.length ? cleanSeries(`${name} ${frame.label}`, { series: withRoles(frame.series, fixed) }) : [],
  );
  const first = merge(fixed, changes[0] ?? []);
  check(first.length > 0, name, "y, series, or frames with series", options.series);
  for (const [index, changed] of changes.entries())
    for (const one of changed)
      check(
        first.some((known) => known.name === one.name),
        `${name} ${frames[index]!.label}`,
        "series that the first frame has",
        one.name,
      );

  const all = [...first, ...changes.flat()];
  const [xLog, yLog, share] = [options.xScale === "log", options.yScale === "log", options.share ?? false];
  if (share) for (const one of all) checkShares([one.y, ...one.runs].flat(), `${name} ${one.name}`);
  const levels = references(options);
  const bet = options.bet ? [options.bet] : [];
  const marks = frames.flatMap((frame) => (frame.at === undefined ? [] : [frame.at]));
  const xRange =
    options.xRange ?? rangeOf([...all.flatMap((one) => one.x), ...bet.map(({ x }) => x), ...marks], { log: xLog });
  const yRange =
    options.yRange ??
    rangeOf(
      [
        ...all.flatMap((one) => [one.y, ...one.runs].flat()),
        ...levels.map(({ value }) => value),
        ...bet.map(({ y }) => y),
      ],
      {
        log: yLog,
        share,
      },
    );

  const width = options.width ?? 720;
  const room = roomForFrames(frames, control, width);
  const [low, high] = yLog ? yRange.map(Math.log10) : yRange;
  const levelLabels = levels.map((level) => levelLabel(level, yLog));
  const ends = changes.every((changed) => changed.length === 0) ? endLabels(first, mode, yLog) : [];
  // a name pushed far from its line no longer names it: then a legend is better
  const far = spread(
    [...ends, ...levelLabels].map(({ y }) => y),
    { low: low!, high: high!, height: 320 },
  ).some((move) => Math.abs(move) > 27);
  const named = ends.length > 0 && !far;
  const legend = !named && first.length > 1;
  const labels = named ? [...ends, ...levelLabels] : levelLabels;
  const right = Math.min(edgeRoom(labels), width * 0.4);
  const base = baseLayout(options, {
    top:
      room.top +
      (legend
        ? legendRoom(
            first.map((one) => one.name ?? ""),
            { width: width - 68 - right },
          )
        : 0),
    bottom: room.bottom,
    right,
  });
  const height = base.height - base.margin.t - base.margin.b;
  const annotations = edgeMarks(labels, { low: low!, high: high!, height });
  const perFrame = (index: number): Layout => {
    const frame = frames[index];
    return {
      annotations: [...annotations, ...(frame ? noteAnnotation(frame, width, 56) : [])],
      shapes: [...levelLines(levels), ...(frame?.at === undefined ? [] : [verticalMark(frame.at)])],
    };
  };
  const { xLabel, yLabel, provenance } = options;
  const tracesOf = (one: CleanSeries, seriesMode: Series["mode"]): Trace[] =>
    seriesTraces(one, { mode: seriesMode ?? mode, provenance, xLabel, yLabel, legend });
  const groups = first.map((one) => tracesOf(one, one.mode));
  let plot: Plot = {
    data: [...groups.flat(), ...bet.map(betTrace)],
    config,
    layout: {
      ...base.layout,
      xaxis: axis({ title: xLabel, range: xRange, log: xLog }),
      yaxis: {
        ...axis({ title: yLabel, range: yRange, log: yLog }),
        ...(share && { tickvals: [0, 0.2, 0.4, 0.6, 0.8, 1], tickmode: "array" }),
      },
      ...(legend && legendLayout),
      ...perFrame(0),
    },
  };
  const offsets = groups.map((_, index) => groups.slice(0, index).flat().length);
  const plotFrames = frames.map((frame, index) => {
    const parts = changes[index]!.flatMap((one) => {
      const at = first.findIndex((known) => known.name === one.name);
      const traces = tracesOf(one, first[at]!.mode);
      check(
        traces.length === groups[at]!.length,
        `${name} ${frame.label}`,
        "as many runs and rings as in the first frame",
        one.name,
      );
      return traces.map(({ x, y, hovertext }, k) => ({
        trace: offsets[at]! + k,
        data: { x, y, ...(hovertext !== undefined && { hovertext }) },
      }));
    });
    return {
      name: frame.label,
      data: parts.map(({ data }) => data),
      traces: parts.map(({ trace }) => trace),
      layout: perFrame(index),
    };
  });
  plot = withFrames(plot, { frames: plotFrames, control, noteRoom: room.note + 52 });
  return makeFigure(options, {
    plot,
    still: stillOf(plot, plotFrames[still], controlRoom(frames, control)),
    alt: describeXy(options, mode, merge(fixed, changes[still] ?? []), [
      ...describeFrames(frames, still),
      ...describeReferences(levels),
    ]),
    width: base.width,
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

/** The names of lines that all end at one x, at the height where they end; none if some do not. */
function endLabels(series: readonly CleanSeries[], mode: "line" | "points", log: boolean): EdgeLabel[] {
  if (series.length < 2 || series.some((one) => (one.mode ?? mode) === "points")) return [];
  const end = series[0]!.x.at(-1);
  if (series.some((one) => one.x.at(-1) !== end || !Number.isFinite(one.y.at(-1)))) return [];
  return series.map((one) => ({
    text: oneLine(one.name),
    role: one.role,
    y: log ? Math.log10(one.y.at(-1)!) : one.y.at(-1)!,
  }));
}

function verticalMark(x: number): Layout {
  return {
    type: "line",
    x0: x,
    x1: x,
    yref: "paper",
    y0: 0,
    y1: 1,

    line: { color: ink.interactive, width: 1.8, dash: "dot" },
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
    cliponaxis: false,
    marker: { symbol: "star", size: 15, color: ink.interactive },
  };
}
