/** A notebook whose outputs were saved elsewhere, so JupyterLab does not trust it: a student's first view of a lecture. */
import { bundleOf, type Displayable } from "../../lib/core/index.ts";
import { show } from "../../lib/show/index.ts";

const onePixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
const plotly = "application/vnd.plotly.v1+json";
const plan = [1, 2, 3, 4, 5];

const lossFigure = show.line({
  title: "Loss falls",
  xLabel: "step",
  yLabel: "loss (bits per letter)",
  series: [
    { name: "model", x: plan, y: [4, 3, 2.4, 2.1, 2] },
    { name: "control", x: plan, y: [4, 4, 3.9, 4, 4] },
  ],
});

/** A figure whose slider moves between two frames. */
const framesFigure = {
  data: [{ type: "bar", x: ["a", "b"], y: [1, 2] }],
  layout: {
    title: { text: "Frames" },
    height: 320,
    sliders: [
      {
        steps: ["first", "second"].map((label) => ({
          label,
          method: "animate",
          args: [[label], { mode: "immediate" }],
        })),
      },
    ],
  },
  frames: [
    { name: "first", data: [{ y: [1, 2] }] },
    { name: "second", data: [{ y: [5, 1] }] },
  ],
};

const orders = Array.from({ length: 12 }, (_, index) => index + 1);

/** A figure of the course with a play button and a slider, in Latin, traditional and simplified Chinese, and a symbol. */
const playFigure = show.line({
  title: "模型的損失 简体学习 ⊃ words",
  xLabel: "order",
  yLabel: "new (share)",
  series: [{ name: "小模", y: [1, 0.5, 0] }],
  frames: orders.map((order) => ({ label: `order ${order}`, values: { new: 1 / order }, note: "真值" })),
  control: "play",
});

const hostileFigure = {
  data: [
    { type: "scatter", x: [1, 2], y: [1, 2], text: ['<a href="javascript:window.hacked=1">x</a>', "y"], mode: "text" },
  ],
  layout: {
    title: { text: '<img src=x onerror="window.hacked=1"><a href="javascript:window.hacked=1">click</a>' },
    images: [{ source: "https://example.invalid/track.png", x: 0, y: 1, sizex: 1, sizey: 1 }],
  },
};

const claim = {
  version: 1,
  id: "1.13",
  sentence: "Most sentences are <b>new</b>.",
  grade: "M",
  holds: true,
  seedShift: 2,
  parts: [
    {
      name: "",
      expected: "≥ 0.6",
      measured: 0.7123,
      holds: true,
      control: { expected: "≤ 0.1", measured: 0, holds: true },
    },
  ],
};

type Output = { data: Record<string, unknown>; metadata?: Record<string, unknown> };

/** The notebook as text. */
export async function savedOutputs(): Promise<string> {
  const outputs: Output[] = [
    await bundleOf(lossFigure as Displayable),
    { data: { [plotly]: framesFigure }, metadata: { [plotly]: { alt: "two bars that change" } } },
    { data: { "image/png": onePixel }, metadata: { "image/png": { alt: "nested words", width: 40 } } },
    { data: { "image/png": onePixel }, metadata: { alt: "flat words" } },
    { data: { "image/svg+xml": '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="30"><circle r="9" cx="12" cy="12"/></svg>' }, metadata: { "image/svg+xml": { alt: "a disc" } } },
    { data: { "application/vnd.course.claim+json": claim, "text/plain": "claim 1.13" } },
    { data: { [plotly]: hostileFigure, "text/plain": "hostile" } },
    { data: { [plotly]: "no figure at all", "text/plain": "broken" } },
    await bundleOf(playFigure as Displayable),
  ]; // prettier-ignore
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "tslab", display_name: "TypeScript (tslab)", language: "typescript" } },
    cells: outputs.map(({ data, metadata = {} }, index) => ({
      id: `cell-${index}`,
      cell_type: "code",
      source: "1",
      metadata: {},
      execution_count: index + 1,
      outputs: [{ output_type: "display_data", data, metadata }],
    })),
  });
}
