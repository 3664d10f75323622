/** What every figure has in common: title, subtitle, margins, axes, transparent paper. */
import { check, checkInteger } from "../core/index.ts";
import { grid, ink, styles } from "./palette.ts";
import { emWidth, label, oneLine, plain, spoken, wrap } from "./text.ts";
import type { FigureOptions, Layout, Reference } from "./types.ts";

/** Fonts of the static picture first; on a page without them, the reader's own. */
export const fontFamily = "Inter, Course Hant, Course Hans, DejaVu Sans, Noto Sans TC, Noto Sans SC, sans-serif";

export const titleSize = 17;
export const textSize = 14;
/** Distance between the lines of a title: plotly's 1.3 em of the title's size, whatever the size of a line. */
const titleLine = titleSize * 1.3;

/** The size of a figure and its shared layout. `top` is added space above the plot, `bottom` below. */
export function baseLayout(
  options: FigureOptions,
  defaults: { width?: number; height?: number; top?: number; bottom?: number; right?: number; left?: number } = {},
): { width: number; height: number; layout: Layout; margin: { t: number; b: number; l: number; r: number } } {
  check(
    typeof options.title === "string" && options.title.trim() !== "",
    "figure title",
    "the finding, a sentence",
    options.title,
  );
  const width = checkInteger(options.width ?? defaults.width ?? 720, "figure width", { min: 320, max: 1600 });
  const lines = wrap(options.title, (width - 32) / titleSize);
  const sub = options.subtitle ? wrap(options.subtitle, (width - 32) / 13) : [];
  const head = 14 + (lines.length + sub.length) * titleLine + 12;
  const margin = {
    t: head + (defaults.top ?? 0),
    b: 52 + (defaults.bottom ?? 0),
    l: defaults.left ?? 68,
    r: defaults.right ?? 24,
  };
  const natural = Math.ceil((defaults.height ?? 320) + margin.t + margin.b);
  const height =
    options.height === undefined ? natural : checkInteger(options.height, "figure height", { min: 160, max: 1600 });
  const titleText = `<b>${lines.map(plain).join("<br>")}</b>`;
  const subText = sub.length > 0 ? `<br><span style="font-size:13px">${sub.map(plain).join("<br>")}</span>` : "";
  return {
    width,
    height,
    margin,
    layout: {
      height,
      autosize: true,
      margin: { ...margin, pad: 0 },
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: fontFamily, size: textSize, color: ink.interactive },
      title: {
        text: titleText + subText,
        font: { size: titleSize, color: ink.interactive },
        x: 0,
        xref: "container",
        xanchor: "left",
        y: 1,
        yref: "container",
        yanchor: "top",
        // subtle: plotly drops the first line's height from a title that has several lines
        pad: { l: 16, t: lines.length + sub.length > 1 ? 14 + titleSize * 0.72 : 14 },
      },
      showlegend: false,
      hovermode: "closest",
      hoverlabel: { align: "left", font: { family: fontFamily, size: 13 } },
      dragmode: false,
      annotations: [],
      shapes: [],
    },
  };
}

/** Fewer buttons, no logo; the chart follows the page's width. */
export const config = { displaylogo: false, displayModeBar: false, responsive: true } as const;

/** A numeric axis. Shares run from 0 to 1, always. */
export function axis(options: {
  title?: string;
  range?: readonly [number, number];
  log?: boolean;
  grid?: boolean;
  ticks?: { values: readonly number[]; text: readonly string[] };
}): Layout {
  const { title, range, log = false, ticks } = options;
  return {
    ...(title && { title: { text: plain(title), standoff: 12, font: { size: textSize } } }),
    type: log ? "log" : "linear",
    ...(range && { range: log ? range.map(Math.log10) : range, autorange: false }),
    ...(ticks && { tickmode: "array", tickvals: ticks.values, ticktext: ticks.text.map(plain) }),
    ...(log && !ticks && { dtick: 1, exponentformat: "power" }),
    showgrid: options.grid ?? true,
    gridcolor: grid.interactive,
    gridwidth: 1,
    zeroline: false,
    showline: true,
    linecolor: ink.interactive,
    linewidth: 1,
    ticks: "outside",
    ticklen: 4,
    tickcolor: ink.interactive,
    tickfont: { size: 13 },
    automargin: true,
    separatethousands: true,
    fixedrange: true,
  };
}

/** The range of `values` with room around it; 0 to 1 if they are shares, and from 0 if asked. */
export function rangeOf(
  values: readonly number[],
  options: { log?: boolean; share?: boolean; fromZero?: boolean } = {},
): [number, number] {
  if (options.share) return [-0.02, 1.04];
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (options.log) {
    check(low > 0, "figure", "positive numbers on a logarithmic axis", low);
    const room = low === high ? 2 : (high / low) ** 0.05;
    return [low / room, high * room];
  }
  if (options.fromZero) {
    low = Math.min(0, low);
    high = Math.max(0, high);
  }
  // subtle: a constant still needs a range, and one that survives rounding at its size
  const room = low === high ? Math.abs(low) * 0.5 || 1 : (high - low) * 0.06;
  return [options.fromZero && low === 0 ? 0 : low - room, options.fromZero && high === 0 ? 0 : high + room];
}

/** Check that shares are shares. */
export function checkShares(values: readonly number[], where: string): void {
  for (const value of values) check(!(value < 0 || value > 1), where, "shares from 0 to 1", value);
}

/** The levels of a call: its references, and chance, which is drawn ochre and dotted. */
export function references(options: {
  reference?: number | Reference | readonly Reference[];
  chance?: number;
}): Required<Reference>[] {
  const { reference = [], chance } = options;
  const given: readonly (number | Reference)[] = Array.isArray(reference) ? reference : [reference as Reference];
  const levels = given.map((one) => (typeof one === "number" ? { value: one } : one) as Reference);
  if (chance !== undefined) levels.push({ value: chance, label: "chance", role: "chance" });
  return levels.map((level) => {
    check(Number.isFinite(level.value), "figure reference", "a finite number", level.value);
    return { role: "truth", label: "reference", ...level };
  });
}

/** Lines across the plot at `levels`. */
export function levelLines(levels: readonly Required<Reference>[]): Layout[] {
  return levels.map(({ value, role }) => ({
    type: "line",
    xref: "paper",
    x0: 0,
    x1: 1,
    y0: value,
    y1: value,
    line: { color: styles[role].colour, width: styles[role].width, dash: styles[role].dash },
  }));
}

/** Upright lines at `levels` of x, with their labels inside the plot's upper edge, on the side where there is room. */
export function uprightLevels(
  levels: readonly Required<Reference>[],
  range: readonly [number, number],
): { shapes: Layout[]; annotations: Layout[] } {
  const shapes = levels.map(({ value, role }) => ({
    type: "line",
    yref: "paper",
    y0: 0,
    y1: 1,
    x0: value,
    x1: value,
    line: { color: styles[role].colour, width: styles[role].width, dash: styles[role].dash },
  }));
  const annotations = levels.map(({ value, label: words, role }, index) => {
    const left = (value - range[0]) / (range[1] - range[0]) > 0.6;
    return {
      yref: "paper",
      y: 1,
      yanchor: "top",
      yshift: -18 * index,
      x: value,
      xanchor: left ? "right" : "left",
      xshift: left ? -4 : 4,
      text: plain(`${words} ${label(value)}`),
      showarrow: false,
      font: { size: 13, color: styles[role].colour },
    };
  });
  return { shapes, annotations };
}

/** The key above the plot, for series that cannot be named where they end. */
export const legendLayout: Layout = {
  showlegend: true,
  legend: {
    orientation: "h",
    x: 0,
    xanchor: "left",
    y: 1,
    yanchor: "bottom",
    bgcolor: "rgba(0,0,0,0)",
    font: { size: 13 },
  },
};

/**
 * Room in pixels that the key needs above a plot of `width` pixels: none for a single series. Plotly puts entries side by
 * side, in columns as wide as the longest where one line does not hold them all.
 */
export function legendRoom(names: readonly string[], { width }: { width: number }): number {
  if (names.length < 2) return 0;
  const entries = names.map((name) => emWidth(name) * 13 + 50); // the mark before a name, and gaps
  const inOneLine = entries.reduce((sum, entry) => sum + entry, 0) <= width;
  const perLine = inOneLine ? names.length : Math.max(1, Math.floor(width / Math.max(...entries)));
  return 9 + 19 * Math.ceil(names.length / perLine);
}

/** The levels as parts of a sentence. */
export function describeReferences(levels: readonly Required<Reference>[]): string[] {
  return levels.map(
    ({ value, label: words }) => `${words === "chance" ? "chance level" : oneLine(words)} ${spoken(value)}`,
  );
}

/** Room in pixels that `texts` need beside an axis at `size`. */
export function roomFor(texts: readonly string[], size: number): number {
  return Math.ceil(Math.max(0, ...texts.map((text) => emWidth(text))) * size);
}
