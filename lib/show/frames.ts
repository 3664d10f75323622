/** Frames and their one control: a slider, a slider with a play button, or a menu. All of it works in a saved notebook. */
import { check } from "../core/index.ts";
import { grid, ink } from "./palette.ts";
import { plain, spoken, wrap } from "./text.ts";
import type { Frame, FrameOptions, Layout, Plot, PlotFrame } from "./types.ts";

export const maxFrames = 60;
const noteSize = 13;
const noteLine = 18;
const sliderRoom = 66;
const menuRoom = 44;

/** Check the frames of a call; returns them with the index of the static one. */
export function checkFrames<Content>(
  figure: string,
  options: FrameOptions<Content>,
): { frames: readonly Frame<Content>[]; still: number; control: "slider" | "play" | "dropdown" } {
  const { frames = [], control = "slider", staticFrame = 0 } = options;
  check(["slider", "play", "dropdown"].includes(control), `${figure} control`, "slider, play or dropdown", control);
  check(frames.length <= maxFrames, `${figure} frames`, `at most ${maxFrames}`, frames.length);
  check(frames.length !== 1, `${figure} frames`, "none, or at least two", frames.length);
  const labels = new Set(frames.map((frame) => frame.label));
  check(
    labels.size === frames.length,
    `${figure} frames`,
    "labels that differ",
    frames.map((frame) => frame.label),
  );
  const at =
    typeof staticFrame === "string"
      ? frames.findIndex((frame) => frame.label === staticFrame)
      : staticFrame < 0
        ? frames.length + staticFrame
        : staticFrame;
  check(
    frames.length === 0 || (Number.isInteger(at) && at >= 0 && at < frames.length),
    `${figure} staticFrame`,
    "the label or index of a frame",
    staticFrame,
  );
  return { frames, still: at, control };
}

/** The text under the figure in one frame: its note, its named numbers. */
export function noteLines(
  frame: Pick<Frame<unknown>, "note" | "values"> & { label?: string },
  width: number,
): string[] {
  const numbers = Object.entries(frame.values ?? {}).map(([name, value]) => `${name} ${spoken(value)}`);
  const values = frame.label === undefined ? numbers : [frame.label, ...numbers];
  return [
    ...(values.length > 0 ? wrap(values.join("  ·  "), (width - 100) / noteSize) : []),
    ...(frame.note ? wrap(frame.note, (width - 100) / noteSize) : []),
  ];
}

/** Room that control and notes need, above the plot and under the axis, in pixels; `note` is the notes' part. */
export function roomForFrames(
  frames: readonly Pick<Frame<unknown>, "note" | "values">[],
  control: string,
  width: number,
): { top: number; bottom: number; note: number } {
  const lines = Math.max(0, ...frames.map((frame) => noteLines(frame, width).length));
  const note = lines > 0 ? lines * noteLine + 14 : 0;
  const { top, bottom } = controlRoom(frames, control);
  return { top, bottom: bottom + note, note };
}

/** The note of a frame, under the axis. `axisRoom` is what ticks and axis title take, in pixels. */
export function noteAnnotation(
  frame: Pick<Frame<unknown>, "note" | "values"> & { label?: string },
  width: number,
  axisRoom: number,
): Layout[] {
  const lines = noteLines(frame, width);
  if (lines.length === 0) return [];
  return [
    {
      xref: "paper",
      yref: "paper",
      x: 0,
      y: 0,
      xanchor: "left",
      yanchor: "top",
      yshift: -axisRoom,
      align: "left",
      showarrow: false,
      text: lines.map(plain).join("<br>"),
      font: { size: noteSize, color: ink.interactive },
    },
  ];
}

/**
 * Add frames and control to `plot`, whose data and layout are the first frame.
 */
export function withFrames(
  plot: Plot,
  options: {
    frames: PlotFrame[];
    control: "slider" | "play" | "dropdown";
    noteRoom: number;
  },
): Plot {
  const { frames, control } = options;
  if (frames.length === 0) return plot;
  const still = { frame: { duration: 0, redraw: true }, transition: { duration: 0 }, mode: "immediate" };
  const steps = frames.map(({ name }) => ({ label: plain(name), method: "animate", args: [[name], still] }));
  const font = { size: noteSize, color: ink.interactive };
  if (control === "dropdown") {
    const menu = {
      type: "dropdown",
      active: 0,
      buttons: steps,
      x: 0,
      xanchor: "left",
      y: 1,
      yanchor: "bottom",
      pad: { b: 12 },
      bgcolor: "#FFFFFF",
      bordercolor: ink.interactive,
      font: { size: noteSize, color: "#333333" },
      showactive: true,
    };
    return { ...plot, frames, layout: { ...plot.layout, updatemenus: [menu] } };
  }
  const play = control === "play";
  const slider = {
    active: 0,
    steps,
    x: play ? 0.12 : 0,
    len: play ? 0.88 : 1,
    xanchor: "left",
    y: 0,
    yanchor: "top",
    pad: { t: options.noteRoom, b: 0 },
    // the note under the axis begins with the frame's label, on the static picture too
    currentvalue: { visible: false },
    font: { ...font, size: 12 },
    bgcolor: grid.interactive,
    activebgcolor: "#0072B2",
    bordercolor: ink.interactive,
    tickcolor: ink.interactive,
    transition: { duration: 0 },
    ...(frames.length > 12 && { minorticklen: 0, ticklen: 0, font: { size: 1, color: "rgba(0,0,0,0)" } }),
  };
  const run = {
    frame: { duration: 120, redraw: true },
    transition: { duration: 0 },
    fromcurrent: true,
    mode: "immediate",
  };
  const button = {
    type: "buttons",
    direction: "left",
    x: 0,
    xanchor: "left",
    y: 0,
    yanchor: "top",
    pad: { t: options.noteRoom - 2, r: 8 },
    showactive: false,
    active: -1, // subtle: a button that is active runs args2, so a first click on an active one would only stop
    bgcolor: "#FFFFFF",
    bordercolor: ink.interactive,
    font: { size: noteSize, color: "#333333" },
    buttons: [{ label: "▶", method: "animate", args: [null, run], args2: [[null], still] }],
  };
  return {
    ...plot,
    frames,
    layout: { ...plot.layout, sliders: [slider], ...(play && { updatemenus: [button] }) },
  };
}

/** The static twin: the named frame put into data and layout, without the control and without its room. */
export function stillOf(plot: Plot, frame: PlotFrame | undefined, room: { top: number; bottom: number }): Plot {
  const { sliders: _, updatemenus: __, ...layout } = plot.layout;
  const data = plot.data.map((trace, index) => {
    const at = frame?.traces?.indexOf(index) ?? -1;
    return at < 0 ? trace : { ...trace, ...frame!.data![at] };
  });
  const margin = layout["margin"] as { t: number; b: number };
  return {
    data,
    layout: {
      ...layout,
      ...frame?.layout,
      height: (layout["height"] as number) - room.top - room.bottom,
      margin: { ...margin, t: margin.t - room.top, b: margin.b - room.bottom },
    },
    config: plot.config,
  };
}

/** What the control alone takes: the static picture gives it back. */
export function controlRoom(frames: readonly unknown[], control: string): { top: number; bottom: number } {
  if (frames.length === 0) return { top: 0, bottom: 0 };
  return control === "dropdown" ? { top: menuRoom, bottom: 0 } : { top: 0, bottom: sliderRoom };
}

/** First, middle and last frame's named numbers, and the static frame's, as parts of a sentence. */
export function describeFrames(frames: readonly Frame<unknown>[], still: number): string[] {
  if (!frames.some((frame) => frame.values)) return [];
  const few = frames.length <= 8;
  const last = frames.length - 1;
  const chosen = few ? frames.keys() : new Set([0, Math.round(last / 2), still, last].sort((a, b) => a - b));
  return [...chosen].map((index) => {
    const { label, values = {} } = frames[index]!;
    return `at ${label} ${Object.entries(values)
      .map(([name, value]) => `${name} ${spoken(value)}`)
      .join(", ")}`;
  });
}
