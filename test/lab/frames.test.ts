/** What the JupyterLab extension reads from a figure's plotly JSON to make the reader's controls of it. */
import { describe, expect, test } from "vitest";
import { show } from "../../lib/show/index.ts";

interface Step {
  label: string;
  method: string;
  args: unknown[];
}
interface Control {
  kind: string;
  label: string;
  active: number;
  steps: Step[];
}
interface FramesModule {
  controlsOf(layout: object): Control[];
  words(text: unknown, options?: { pause?: string }): string;
  wordsOf(frame: unknown): string;
  plays(step: Step): boolean;
  frameOf(step: Step): string | undefined;
  slowly(args: unknown[]): unknown[];
}
const url = new URL("../../lib/lab/extension/static/frames.js", import.meta.url);
const { controlsOf, words, wordsOf, plays, frameOf, slowly } = (await import(url.href)) as FramesModule;

const labels = ["order <1>", "order 2 & 3"];
const figure = (control: "slider" | "play" | "dropdown") =>
  show.line({
    title: "Orders",
    xLabel: "x",
    yLabel: "y",
    series: [{ name: "Mo", y: [1, 2] }],
    frames: labels.map((label, i) => ({
      label,
      series: [{ name: "Mo", y: [i, 2] }],
      values: { new: i },
      note: "a\nb",
    })),
    control,
  }).plot;

describe("the controls of a figure of the course", () => {
  test.each([
    ["slider", ["slider"]],
    ["play", ["buttons", "slider"]],
    ["dropdown", ["menu"]],
  ] as const)("with a %s are %j", (control, kinds) => {
    expect(controlsOf(figure(control).layout).map(({ kind }) => kind)).toEqual(kinds);
  });

  test.each(["slider", "dropdown"] as const)("have one step a frame, called as the lecture calls it: %s", (control) => {
    const { layout, frames } = figure(control);
    const { steps } = controlsOf(layout).at(-1)!;
    expect(steps.map(({ label }) => label)).toEqual(labels);
    expect(steps.map(frameOf)).toEqual(frames!.map(({ name }) => name));
  });

  test("say a frame's label, its values and its note", () => {
    expect(figure("slider").frames!.map(wordsOf)).toEqual(["order <1>  ·  new 0, a, b", "order 2 & 3  ·  new 1, a, b"]);
  });

  test("play through the frames by one button alone", () => {
    const [buttons, slider] = controlsOf(figure("play").layout);
    expect(buttons!.steps.map(plays)).toEqual([true]);
    expect(slider!.steps.map(plays)).toEqual([false, false]);
  });
});

test.each([
  {},
  { sliders: 3, updatemenus: "x" },
  { sliders: [null, { visible: false, steps: [{}] }], updatemenus: [{ visible: false }] },
])("a layout such as %j has no control", (layout) => {
  expect(controlsOf(layout)).toEqual([]);
});

test("a step may change the figure and call nothing else of plotly's", () => {
  const steps = ["animate", "restyle", "relayout", "update", "downloadImage", "newPlot", "__proto__", "purge"];
  const [menu] = controlsOf({ updatemenus: [{ buttons: steps.map((method) => ({ label: method, method })) }] });
  expect(menu!.steps.map(({ method }) => method)).toEqual([...steps.slice(0, 4), "skip", "skip", "skip", "skip"]);
});

test.each([{ steps: 3 }, { steps: [{}] }, { steps: [{ args: 3, label: null }], active: "x" }, { active: -1 }])(
  "a damaged slider such as %j is read without an error",
  (slider) => {
    const [control] = controlsOf({ sliders: [slider] });
    expect(control).toMatchObject({ kind: "slider", label: "Step", active: 0 });
    for (const step of control!.steps) expect([plays(step), frameOf(step)]).toEqual([false, undefined]);
  },
);

test.each([undefined, null, 3, {}, { name: "a", layout: { annotations: [null, { text: 3 }] } }])(
  "the words of the damaged frame %j are its name",
  (frame) => {
    expect(wordsOf(frame)).toBe((frame as { name?: string } | null | undefined)?.name ?? "");
  },
);

test("words takes tags away and shows entities as what they stand for, once", () => {
  expect(words("<b>a</b><br>b &lt;i&gt; &amp;lt;")).toBe("a b <i> &lt;");
});

test("slowly holds each frame for a second or longer, and tweens nothing", () => {
  const own = { frame: { duration: 120, redraw: true }, transition: { duration: 500 }, fromcurrent: true };
  const slow = { frame: { duration: 1000, redraw: true }, transition: { duration: 0 }, fromcurrent: true };
  expect(slowly([null, own])).toEqual([null, slow]);
  expect(slowly([null])).toEqual([null, { frame: { duration: 1000 }, transition: { duration: 0 } }]);
  expect(slowly([null, { frame: [{ duration: 5000 }, { duration: 1 }] }])).toMatchObject([
    null,
    { frame: [{ duration: 5000 }, { duration: 1000 }] },
  ]);
});
