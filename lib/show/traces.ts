/** The plotly traces of one series: thin runs first, then the series itself, then rings on what was planted. */
import { planted, styles } from "./palette.ts";
import { thin, type CleanSeries } from "./series.ts";
import { hoverText, oneLine, plain, spoken } from "./text.ts";
import type { Trace } from "./types.ts";

/** Six significant digits are more than a figure shows; a gap is null in JSON. */
export function compact(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
}

export function seriesTraces(
  series: CleanSeries,
  options: {
    mode: "line" | "points" | "both";
    provenance?: string | undefined;
    xLabel: string;
    yLabel: string;
    legend: boolean;
  },
): Trace[] {
  const { mode } = options;
  const style = styles[series.role];
  const drawn = thin(series.y, mode === "points" ? "points" : "line");
  // a theory line has no markers, nor has a line that is only its two ends
  const few = series.y.length > 2 && series.y.length <= 30 && series.role !== "truth";
  const markers = mode === "both" || few || series.y.length === 1;
  const x = drawn.map((index) => compact(series.x[index]!));
  const hovertext = drawn.map((index) =>
    hoverText(
      [
        series.name,
        `${options.xLabel}: ${spoken(series.x[index]!)}`,
        `${options.yLabel}: ${spoken(series.y[index]!)}`,
        ...(series.hover ? [series.hover[index]!] : []),
      ],
      options,
    ),
  );
  const runs = series.runs.map((run): Trace => {
    const kept = thin(run, "line");
    return {
      type: "scatter",
      mode: "lines",
      x: kept.map((index) => compact(series.x[index]!)),
      y: kept.map((index) => compact(run[index]!)),
      line: { color: style.tint, width: 1 },
      hoverinfo: "skip",
      showlegend: false,
    };
  });
  const main: Trace = {
    type: "scatter",
    mode: mode === "points" ? "markers" : markers ? "lines+markers" : "lines",
    name: plain(oneLine(series.name)),
    x,
    y: drawn.map((index) => compact(series.y[index]!)),
    hovertext,
    hoverinfo: "text",
    connectgaps: false,
    cliponaxis: false,
    showlegend: options.legend,
    line: { color: style.colour, width: style.width, dash: style.dash },
    marker: {
      color: style.colour,
      symbol: style.symbol,
      size: mode === "points" && drawn.length > 300 ? Math.min(style.size, 5) : style.size,
      ...(mode === "points" && drawn.length > 300 && { opacity: 0.6 }),
      line: { color: style.colour, width: style.symbol.endsWith("open") ? 2 : 0 },
    },
  };
  if (series.planted.length === 0) return [...runs, main];
  const rings: Trace = {
    type: "scatter",
    mode: "markers",
    x: series.planted.map((index) => compact(series.x[index]!)),
    y: series.planted.map((index) => compact(series.y[index]!)),
    hoverinfo: "skip",
    showlegend: false,
    cliponaxis: false,
    marker: { symbol: "circle-open", size: style.size + 10, color: planted, line: { color: planted, width: 2.5 } },
  };
  return [...runs, main, rings];
}
