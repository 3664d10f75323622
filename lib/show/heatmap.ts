/** Heat maps: a table of numbers as colours. */
import { check } from "../core/index.ts";
import { altText } from "./alt.ts";
import { makeFigure, type Figure } from "./figure.ts";
import { axis, baseLayout, config, roomFor } from "./layout.ts";
import { cividis, colourScale, diverging } from "./palette.ts";
import { numbers } from "./series.ts";
import { hoverText, label, listed, oneLine, plain, spoken } from "./text.ts";
import { compact } from "./traces.ts";
import type { FigureOptions, Numbers } from "./types.ts";

/** Options of `show.heatmap`. */
export interface HeatmapOptions extends FigureOptions {
  /** Rows of one length, first row on top. Not finite: an empty cell. */
  z: readonly Numbers[];
  /** What a cell is, with unit. */
  zLabel: string;
  xLabel: string;
  yLabel: string;
  /** Names of the columns; default their index. */
  columns?: readonly string[];
  /** Names of the rows; default their index. */
  rows?: readonly string[];
  /** `sequential` runs from dark to light, `diverging` from blue over white at 0 to vermilion. */
  scale?: "sequential" | "diverging";
  /** Values at the ends of the scale. Default: the data's; 0 to 1 if all values are; symmetric if diverging. */
  zRange?: readonly [number, number];
}

/** A coloured cell for each number, with the number in it where there are at most 150. Returns a figure. */
export function heatmap(options: HeatmapOptions): Figure {
  const z = options.z.map((row, index) => numbers(row, `show.heatmap row ${index}`));
  const width = z[0]?.length ?? 0;
  check(z.length > 0 && width > 0, "show.heatmap z", "at least one cell", options.z);
  for (const row of z) check(row.length === width, "show.heatmap z", `rows of one length, ${width}`, row.length);
  check(z.length * width <= 20_000, "show.heatmap z", "at most 20000 cells", z.length * width);
  const columns = (options.columns ?? z[0]!.map((_, index) => String(index))).map(oneLine);
  const rows = (options.rows ?? z.map((_, index) => String(index))).map(oneLine);
  check(columns.length === width, "show.heatmap columns", `one name per column (${width})`, columns.length);
  check(rows.length === z.length, "show.heatmap rows", `one name per row (${z.length})`, rows.length);
  const cells = z.flatMap((row, y) => row.map((value, x) => ({ value, at: `${rows[y]} and ${columns[x]}` })));
  const finite = cells.filter(({ value }) => Number.isFinite(value));
  check(finite.length > 0, "show.heatmap z", "at least one finite number", "none");
  const low = finite.reduce((a, b) => (b.value < a.value ? b : a));
  const high = finite.reduce((a, b) => (b.value > a.value ? b : a));
  const split = options.scale === "diverging";
  const [zmin, zmax] = options.zRange ?? scaleEnds(low.value, high.value, split);
  const written = cells.length <= 150;
  const unit = Math.max(-zmin, zmax) <= 1;
  const base = baseLayout(options, {
    left: Math.min(roomFor(rows, 14) + 60, 280),
    right: 96,
    height: Math.min(Math.max(z.length * 36, 160), 560),
  });
  const plot = {
    config,
    data: [
      {
        type: "heatmap",
        z: z.map((row) => row.map(compact)),
        zmin,
        zmax,
        colorscale: colourScale(split ? diverging : cividis),
        xgap: cells.length <= 400 ? 1.5 : 0,
        ygap: cells.length <= 400 ? 1.5 : 0,
        hoverongaps: false,
        hovertext: z.map((row, y) =>
          row.map((value, x) =>
            hoverText([`${rows[y]}, ${columns[x]}`, `${options.zLabel}: ${spoken(value)}`], options),
          ),
        ),
        hoverinfo: "text",
        ...(written && {
          text: z.map((row) => row.map((value) => (Number.isFinite(value) ? label(value, unit ? 2 : undefined) : ""))),
          texttemplate: "%{text}",
        }),
        colorbar: {
          title: { text: plain(options.zLabel), side: "right", font: { size: 13 } },
          thickness: 12,
          outlinewidth: 0,
          tickfont: { size: 12 },
        },
      },
    ],
    layout: {
      ...base.layout,
      xaxis: axis({ title: options.xLabel, range: [-0.5, width - 0.5], grid: false, ticks: ticks(columns) }),
      yaxis: axis({ title: options.yLabel, range: [z.length - 0.5, -0.5], grid: false, ticks: ticks(rows) }),
    },
  };
  const gaps = cells.length - finite.length;
  const asked = (options.emphasise ?? []).flatMap((name) => {
    const row = rows.indexOf(String(name));
    return row < 0 ? [] : [`${rows[row]}: ${listed(z[row]!.map((value, x) => `${columns[x]} ${spoken(value)}`))}`];
  });
  const alt = altText(
    `Heat map of ${options.zLabel}, ${z.length} × ${width} cells: ${options.yLabel} down, ${options.xLabel} across`,
    [
      `the largest value is ${spoken(high.value)} at ${high.at}, the smallest ${spoken(low.value)} at ${low.at}`,
      ...asked,
      ...(gaps > 0 ? [`${gaps} ${gaps === 1 ? "cell has" : "cells have"} no finite number`] : []),
    ],
    options.title,
  );
  return makeFigure(options, { plot, alt, width: base.width });
}

function scaleEnds(low: number, high: number, split: boolean): [number, number] {
  if (split) {
    const end = Math.max(Math.abs(low), Math.abs(high)) || 1;
    return [-end, end];
  }
  if (low >= 0 && high <= 1) return [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** At most 24 names along an axis. */
function ticks(names: readonly string[]): { values: number[]; text: string[] } {
  const values = names.map((_, index) => index).filter((index) => index % Math.ceil(names.length / 24) === 0);
  return { values, text: values.map((index) => names[index]!) };
}
