/** Small pictures in a grid, every pixel a crisp square: grey ones as ink on paper, RGB ones in their colours. */
import { check, checkInteger } from "../core/index.ts";
import { altText } from "./alt.ts";
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
import { baseLayout, config } from "./layout.ts";
import { ink, stamp, styles, type Role } from "./palette.ts";
import { hoverText, listed, oneLine, plain, spoken } from "./text.ts";
import { toPixels, type Picture, type Pixels } from "./pixels.ts";
import type { FigureOptions, FrameOptions, Layout, Plot, Trace } from "./types.ts";

/** One choice of a menu or step of a slider: the whole grid in another state. */
export interface ImagesFrame {
  label: string;
  images: readonly Picture[];
  note?: string;
  values?: Readonly<Record<string, number>>;
}

/** Options of `show.images`. */
export interface ImagesOptions extends FigureOptions, Pick<FrameOptions<never>, "control" | "staticFrame"> {
  /** Pictures of one size, in reading order. With `frames`, give them there. */
  images?: readonly Picture[];
  /** Default 8. */
  columns?: number;
  /** A few words under each picture. */
  labels?: readonly string[];
  /** Per picture: a coloured frame around it, by role. */
  roles?: readonly (Role | undefined)[];
  frames?: readonly ImagesFrame[];
  /** Named numbers of the pictures for alt text and the line under the grid: { valid: 0.9 }. */
  values?: Readonly<Record<string, number>>;
}

/** A grid of pictures. Grey values are ink: 0 paper … 1 ink; RGB values 0 … 255. Returns a figure. */
export function images(options: ImagesOptions): Figure {
  const { frames, still, control } = checkFrames("show.images", {
    control: "dropdown",
    ...options,
  } as FrameOptions<never> & {
    frames?: readonly ImagesFrame[];
  });
  const states = (frames as readonly ImagesFrame[]).map((frame) =>
    frame.images.map((one, i) => toPixels(one, `show.images ${frame.label} ${i}`)),
  );
  check(!(options.images && frames.length > 0), "show.images", "either images or frames", "both");
  if (frames.length === 0) states.push((options.images ?? []).map((one, i) => toPixels(one, `show.images ${i}`)));
  const first = states[0]![0];
  check(first !== undefined, "show.images", "at least one picture", "none");
  const count = Math.max(...states.map((state) => state.length));
  for (const state of states)
    for (const one of state)
      check(
        one.width === first.width && one.height === first.height && one.channels === first.channels,
        "show.images",
        `pictures of one size, ${first.height} × ${first.width} with ${first.channels} channels`,
        `${one.height} × ${one.width} with ${one.channels}`,
      );
  const columns = Math.min(checkInteger(options.columns ?? 8, "show.images columns", { min: 1, max: 64 }), count);
  const rows = Math.ceil(count / columns);
  const { labels, roles } = options;
  if (labels) check(labels.length === count, "show.images labels", `one per picture (${count})`, labels.length);
  const gap = Math.max(1, Math.round(first.width / 6));
  const under = labels ? Math.max(gap, Math.ceil(first.height / 3)) : gap;
  const cell = { width: first.width + gap, height: first.height + under };
  const size = { width: columns * cell.width - gap, height: rows * cell.height - (labels ? 0 : gap) };
  check(size.width * size.height <= 60_000, "show.images", "at most 60000 pixels in all", size.width * size.height);

  const figureWidth = options.width ?? 720;
  const single = { note: undefined, values: options.values };
  const notes = frames.length > 0 ? (frames as readonly ImagesFrame[]) : [single];
  const room = roomForFrames(notes as never, frames.length > 0 ? control : "dropdown", figureWidth);
  if (frames.length === 0) room.top = 0;
  const scale = Math.min((figureWidth - 48) / size.width, 420 / size.height, 24);
  const base = baseLayout(options, {
    left: 16,
    right: 16,
    height: Math.round(size.height * scale),
    bottom: room.bottom - 30,
    top: room.top,
  });
  const traces = states.map((state) => gridTrace(state, { columns, cell, size, first }));
  const hidden = { visible: false, fixedrange: true };
  const frameLayout = (index: number): Layout => ({
    annotations: [
      ...labelMarks(labels, columns, cell, first),
      ...noteAnnotation(notes[index] as never, figureWidth, 8),
    ],
  });
  const shapes = (roles ?? []).flatMap((role, i) => (role ? [frameMark(role, i, columns, cell, first)] : []));
  let plot: Plot = {
    config,
    data: [traces[0]!, hoverTrace(options, count, columns, cell, first)],
    layout: {
      ...base.layout,
      // subtle: a pixel stays square at any page width because one axis is tied to the other
      xaxis: { ...hidden, range: [-0.5, size.width - 0.5], constrain: "domain" },
      yaxis: { ...hidden, range: [size.height - 0.5, -0.5], scaleanchor: "x", constrain: "domain" },
      ...frameLayout(0),
      shapes,
    },
  };
  const plotFrames = (frames as readonly ImagesFrame[]).map((frame, index) => ({
    name: frame.label,
    data: [{ z: traces[index]!["z"] }],
    traces: [0],
    layout: frameLayout(index),
  }));
  plot = withFrames(plot, { frames: plotFrames, control, noteRoom: room.note + 10 });
  return makeFigure(options, {
    plot,
    still: stillOf(plot, plotFrames[still], controlRoom(frames, control)),
    alt: describe(options, states, frames as readonly ImagesFrame[], still),
    width: base.width,
  });
}

interface Grid {
  columns: number;
  cell: { width: number; height: number };
  size: { width: number; height: number };
  first: Pixels;
}

/** All pictures as one trace. Grey: ink per pixel, null between pictures. RGB: a picture with transparent gaps. */
function gridTrace(pictures: readonly Pixels[], { columns, cell, size, first }: Grid): Trace {
  const grey = first.channels === 1;
  const z: unknown[][] = Array.from({ length: size.height }, () =>
    Array.from({ length: size.width }, () => (grey ? null : [0, 0, 0, 0])),
  );
  for (const [index, picture] of pictures.entries()) {
    const left = (index % columns) * cell.width;
    const top = Math.floor(index / columns) * cell.height;
    for (let y = 0; y < picture.height; y++)
      for (let x = 0; x < picture.width; x++) {
        const at = (y * picture.width + x) * picture.channels;
        z[top + y]![left + x] = grey
          ? Math.round(picture.data[at]! * 100) / 100
          : [picture.data[at]!, picture.data[at + 1]!, picture.data[at + 2]!, 1];
      }
  }
  if (!grey) return { type: "image", z, colormodel: "rgba", hoverinfo: "skip" };
  return {
    type: "heatmap",
    z,
    zmin: 0,
    zmax: 1,
    colorscale: [
      [0, stamp.paper],
      [1, stamp.ink],
    ],
    showscale: false,
    hoverinfo: "skip",
    hoverongaps: false,
  };
}

/** An invisible point on each picture, which carries the hover. */
function hoverTrace(options: ImagesOptions, count: number, columns: number, cell: Grid["cell"], first: Pixels): Trace {
  const at = Array.from({ length: count }, (_, index) => ({ x: index % columns, y: Math.floor(index / columns) }));
  return {
    type: "scatter",
    mode: "markers",
    x: at.map(({ x }) => x * cell.width + (first.width - 1) / 2),
    y: at.map(({ y }) => y * cell.height + (first.height - 1) / 2),
    marker: { size: 30, opacity: 0 },
    hovertext: at.map((_, index) => hoverText([options.labels?.[index] ?? `picture ${index + 1}`], options)),
    hoverinfo: "text",
  };
}

function labelMarks(
  labels: readonly string[] | undefined,
  columns: number,
  cell: Grid["cell"],
  first: Pixels,
): Layout[] {
  return (labels ?? []).map((text, index) => ({
    x: (index % columns) * cell.width + (first.width - 1) / 2,
    y: Math.floor(index / columns) * cell.height + first.height - 0.5,
    yanchor: "top",
    showarrow: false,
    text: plain(oneLine(text)),
    font: { size: 12, color: ink.interactive },
  }));
}

function frameMark(role: Role, index: number, columns: number, cell: Grid["cell"], first: Pixels): Layout {
  const x0 = (index % columns) * cell.width - 0.5;
  const y0 = Math.floor(index / columns) * cell.height - 0.5;
  const { colour, dash, width } = styles[role];
  return {
    type: "rect",
    x0,
    y0,
    x1: x0 + first.width,
    y1: y0 + first.height,
    line: { color: colour, width: width + 0.6, dash },
  };
}

function describe(
  options: ImagesOptions,
  states: readonly Pixels[][],
  frames: readonly ImagesFrame[],
  still: number,
): string {
  const shown = states[frames.length > 0 ? still : 0]!;
  const { width, height, channels } = shown[0] ?? states[0]![0]!;
  const drawn =
    `Grid of ${shown.length} ${channels === 1 ? "ink-on-paper" : "colour"} ${shown.length === 1 ? "picture" : "pictures"} of ${height} × ${width} pixels` +
    (frames.length > 0 ? `, in ${frames.length} versions: ${listed(frames.map((frame) => frame.label))}` : "");
  const different = new Set(shown.map((one) => one.data.join())).size;
  const total = shown.reduce((sum, one) => sum + one.data.reduce((a, b) => a + b, 0), 0);
  const mean = total / shown.reduce((sum, one) => sum + one.data.length, 0);
  const values = Object.entries(options.values ?? {}).map(([name, value]) => `${name} ${spoken(value)}`);
  const labels = options.labels && options.labels.length <= 12 ? [`labels ${listed(options.labels)}`] : [];
  return altText(
    drawn,
    [
      ...describeFrames(frames as never, still),
      ...values,
      `${different} of ${shown.length} differ`,
      channels === 1 ? `mean ink ${spoken(mean)}` : `mean brightness ${spoken(mean)} of 255`,
      ...labels,
    ],
    options.title,
  );
}
