/**
 * Values to figures: each is an interactive chart, a static picture and alt text computed from the same data.
 *
 * Left out: 3-D and WebGL, which cannot be drawn without a browser.
 */
export { show } from "./show.ts";
export type { BarSeries, BarsOptions } from "./bars.ts";
export type { Figure } from "./figure.ts";
export type { HeatmapOptions } from "./heatmap.ts";
export type { HistogramOptions, HistogramSeries } from "./histogram.ts";
export type { ImagesFrame, ImagesOptions } from "./images.ts";
export type { Role } from "./palette.ts";
export type { Picture } from "./pixels.ts";
export type { SetItem, SetsOptions } from "./sets.ts";
export type { SoundOptions, SoundPlayer } from "./sound.ts";
export type { Table, TableOptions } from "./table.ts";
export type { TokenPiece, TokensOptions } from "./tokens.ts";
export type { Frame, Numbers, Plot, Reference, Series, XyOptions } from "./types.ts";
