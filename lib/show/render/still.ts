/** From the interactive chart to its static twin: dark ink on a white card. */
import { check } from "../../core/index.ts";
import { grid, ink } from "../palette.ts";
import type { Plot } from "../types.ts";
import { families } from "./fonts.ts";

/** Traces of plotly's cartesian bundle that are drawn in SVG. */
const drawable = new Set([
  "bar",
  "box",
  "contour",
  "heatmap",
  "histogram",
  "histogram2d",
  "image",
  "scatter",
  "violin",
]);

/**
 * The plot as printed. A picture cannot follow the page's theme, and dark text on transparent paper vanishes on a dark
 * page, so it brings a white card: it reads the same on a repository's page, in print, and in a dark lab.
 */
export function printed(plot: Plot, { width, height }: { width: number; height: number }): Plot {
  for (const trace of plot.data)
    check(
      drawable.has(trace.type),
      "figure",
      `a trace that can be drawn without WebGL: ${[...drawable].join(", ")}`,
      trace.type,
    );
  const swapped = swap(plot) as Plot;
  const font = { ...(swapped.layout["font"] as object), family: families };
  return {
    data: swapped.data.map((trace) => ({ ...trace, hoverinfo: "skip" })),
    layout: { ...swapped.layout, font, width, height, autosize: false, paper_bgcolor: "#FFFFFF" },
    config: { staticPlot: true },
  };
}

/** Exact colour values only: a title that quotes one keeps it. */
function swap(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => swap(item, key));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, swap(item, name)]));
  if (value === ink.interactive && /colou?r$/u.test(key)) return ink.print;
  if (value === grid.interactive && key === "gridcolor") return grid.print;
  return value;
}
