/** The options that figures share, and the parts of plotly's format that they are made of. */
import type { Role } from "./palette.ts";

/** Numbers in any list form: an array, a typed array. */
export type Numbers = ArrayLike<number>;

/** Options of every figure. */
export interface FigureOptions {
  /** The finding, as a sentence that could be wrong. Plain text. */
  title: string;
  /** A second line: n, seeds, world. Plain text. */
  subtitle?: string;
  /** Where the numbers are from (world, seed, configuration): added to every hover. */
  provenance?: string;
  /** Values of x, or names of series or bars, whose numbers the alt text must read out. */
  emphasise?: readonly (number | string)[];
  /** Width of the static picture in CSS pixels; the interactive figure fills the page. 320 … 1600. */
  width?: number;
  /** Height in CSS pixels. 160 … 1600. */
  height?: number;
}

/** A level across the figure: what theory, an optimum or chance predicts. */
export interface Reference {
  value: number;
  /** A few words beside the line. */
  label?: string;
  role?: Role;
}

/** Numbers along x. */
export interface Series {
  /** Shown at the line's end or in the legend, and in the alt text. */
  name?: string;
  role?: Role;
  /** Default: 0, 1, 2, … A value that is not finite leaves a gap. */
  x?: Numbers;
  y?: Numbers;
  /** One `y` per seed: drawn thin, and their median thick. In place of `y`. */
  runs?: readonly Numbers[];
  mode?: "line" | "points" | "both";
  /** One line of hover text per point: a raw sample, a sentence. */
  hover?: readonly string[];
  /** Indices of points that were edited, planted or attacked: they get a ring. */
  planted?: readonly number[];
}

/** One state of an animation, slider or menu; it holds only what changes. */
export interface Frame<Content> {
  /** What the slider or menu calls it: "order 4". */
  label: string;
  /** Series, by name, that this frame replaces. */
  series?: readonly Content[];
  /** Lines of text under the figure: samples, an explanation. */
  note?: string;
  /** Named numbers of this frame: shown under the figure and read out in the alt text. */
  values?: Readonly<Record<string, number>>;
  /** A vertical mark at this x. */
  at?: number;
}

/** What a figure with frames adds. One control per figure. */
export interface FrameOptions<Content> {
  frames?: readonly Frame<Content>[];
  /** Default: a slider. `play` adds a button to a slider; it starts paused. */
  control?: "slider" | "play" | "dropdown";
  /** Label or index of the frame that carries the finding: drawn in the static picture. −1 is the last. Default 0. */
  staticFrame?: string | number;
}

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

/** A plotly trace, as JSON. */
export type Trace = Record<string, unknown> & { type: string };

/** A plotly layout, as JSON. */
export type Layout = Record<string, unknown>;

/** A plotly frame: `traces` are the indices that `data` replaces. */
export interface PlotFrame {
  name: string;
  data?: Record<string, unknown>[];
  traces?: number[];
  layout?: Layout;
}

/** What `application/vnd.plotly.v1+json` holds. */
export interface Plot {
  data: Trace[];
  layout: Layout;
  config: Record<string, unknown>;
  frames?: PlotFrame[];
}
