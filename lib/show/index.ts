/**
 * Values to figures: each is an interactive chart, a static picture and alt text computed from the same data.
 *
 * Left out: 3-D and WebGL, which cannot be drawn without a browser.
 */
import { bars } from "./bars.ts";
import { heatmap } from "./heatmap.ts";
import { histogram } from "./histogram.ts";
import { images } from "./images.ts";
import { sets } from "./sets.ts";
import { table } from "./table.ts";
import { tokens } from "./tokens.ts";
import { line, scatter } from "./xy.ts";

/** One call for each kind of figure. */
export const show = { line, scatter, bars, heatmap, histogram, images, sets, tokens, table } as const;

export type { BarSeries, BarsOptions } from "./bars.ts";
export type { Figure } from "./figure.ts";
export type { HeatmapOptions } from "./heatmap.ts";
export type { HistogramOptions, HistogramSeries } from "./histogram.ts";
export type { ImagesFrame, ImagesOptions } from "./images.ts";
export type { Role } from "./palette.ts";
export type { Picture } from "./pixels.ts";
export type { SetItem, SetsOptions } from "./sets.ts";
export type { Table, TableOptions } from "./table.ts";
export type { TokenPiece, TokensOptions } from "./tokens.ts";
export type { Frame, Numbers, Plot, Reference, Series } from "./types.ts";
export type { XyOptions } from "./xy.ts";
