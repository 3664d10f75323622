/** The alt text of lines and clouds. */
import { altText, describeCrossings, describeSeries } from "./alt.ts";
import { styles } from "./palette.ts";
import { maxDrawn, type CleanSeries } from "./series.ts";
import { listed, oneLine, spoken } from "./text.ts";
import type { XyOptions } from "./types.ts";

/** Three sentences for the series as the static picture shows them; `extra` are further parts of the second. */
export function describeXy(
  options: XyOptions,
  mode: "line" | "points",
  shown: readonly CleanSeries[],
  extra: readonly string[],
): string {
  const xName = options.xLabel.replace(/\s*\(.*\)\s*$/u, "") || "x";
  const modeOf = (one: CleanSeries): string => one.mode ?? mode;
  const kinds = shown.map((one) => {
    const { colourName, look } = styles[one.role];
    return `${oneLine(one.name)} (${colourName}, ${modeOf(one) === "points" ? `${spoken(one.y.length)} points` : look})`;
  });
  const thinned = shown.some((one) => one.y.length > maxDrawn)
    ? `, thinned to at most ${spoken(maxDrawn)} drawn points each`
    : "";
  const steps = options.frames?.length ? `, in ${options.frames.length} steps` : "";
  const what = mode === "line" ? "Line chart" : "Scatter plot";
  const numbers = shown.map((one) =>
    modeOf(one) === "points" ? describeCloud(one, options) : describeSeries(one, xName, options.emphasise ?? []),
  );
  const lines = shown.filter((one) => modeOf(one) !== "points");
  const bet = options.bet ? [`your bet is ${spoken(options.bet.y)} at ${xName} ${spoken(options.bet.x)}`] : [];
  return altText(
    `${what} of ${options.yLabel} against ${options.xLabel}: ${listed(kinds)}${thinned}${steps}`,
    [...numbers, ...describeCrossings(lines, xName), ...extra, ...bet],
    options.title,
  );
}

/** A cloud by its centre and its correlation. */
function describeCloud(series: CleanSeries, options: XyOptions): string {
  const points = series.x.map((x, index) => [x, series.y[index]!] as const).filter(([x, y]) => Number.isFinite(x + y));
  const gaps = series.gaps > 0 ? `, ${series.gaps} without a finite number left out` : "";
  const n = points.length;
  const name = oneLine(series.name);
  if (n === 1) return `${name}: one point at ${spoken(points[0]![0])}, ${spoken(points[0]![1])}${gaps}`;
  const mean = (k: 0 | 1): number => points.reduce((sum, point) => sum + point[k] / n, 0);
  const [mx, my] = [mean(0), mean(1)];
  let [sxx, syy, sxy] = [0, 0, 0];
  for (const [x, y] of points) {
    sxx += (x - mx) ** 2;
    syy += (y - my) ** 2;
    sxy += (x - mx) * (y - my);
  }
  const r = sxx > 0 && syy > 0 ? `, correlation ${spoken(sxy / (Math.sqrt(sxx) * Math.sqrt(syy)))}` : "";
  return `${name}: mean ${oneLine(options.xLabel)} ${spoken(mx)} and mean ${oneLine(options.yLabel)} ${spoken(my)}${r}${gaps}`;
}
