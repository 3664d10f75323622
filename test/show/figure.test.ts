/** What callers may rely on in every figure, without drawing one. */
import { describe, expect, test } from "vitest";
import { show, type Figure } from "../../lib/show/index.ts";

const stamp = [[0, 1], [1, 0]]; // prettier-ignore
const every: Record<string, (title: string) => Figure> = {
  line: (title) => show.line({ title, xLabel: "x", yLabel: "y", y: [1, 2, 3] }),
  scatter: (title) => show.scatter({ title, xLabel: "x", yLabel: "y", x: [1, 2], y: [3, 4] }),
  bars: (title) => show.bars({ title, labels: ["a", "2024-01-01"], values: [1, 2], yLabel: "y" }),
  heatmap: (title) => show.heatmap({ title, z: [[1, 2]], zLabel: "z", xLabel: "x", yLabel: "y" }),
  histogram: (title) => show.histogram({ title, xLabel: "x", values: [1, 2, 2] }),
  images: (title) => show.images({ title, images: [stamp, stamp] }),
  sets: (title) => show.sets({ title, sets: ["AI", "ML"], items: [{ name: "rules", sets: ["AI"] }] }),
  tokens: (title) =>
    show.tokens({
      title,
      tokens: [
        { text: "the", id: 3 },
        { text: " fox", id: 9 },
      ],
    }),
};

describe.each(Object.entries(every))("show.%s", (_, make) => {
  test("has alt text of three sentences that ends with the finding", () => {
    const { alt } = make("The finding holds");
    expect(alt.endsWith(" The finding holds.")).toBe(true);
    expect(alt.match(/[^.]\.( |$)/gu)!.length).toBe(3);
  });

  test("is plain JSON on transparent paper, with the title as text", () => {
    const { plot } = make('<b>x</b> & <a href="javascript:alert(1)">y</a>');
    expect(JSON.parse(JSON.stringify(plot))).toEqual(plot);
    expect(plot.layout["paper_bgcolor"]).toBe("rgba(0,0,0,0)");
    const title = (plot.layout["title"] as { text: string }).text;
    expect(title).toBe('<b>&lt;b&gt;x&lt;/b&gt; &amp; &lt;a href="javascript:alert(1)"&gt;y&lt;/a&gt;</b>');
  });

  test("does not change its input's meaning: the same call gives the same figure", () => {
    expect(JSON.stringify(make("t").plot)).toBe(JSON.stringify(make("t").plot));
  });

  test("refuses an empty title", () => {
    expect(() => make("  ")).toThrow("figure title: expected the finding, a sentence");
  });
});

describe("frames", () => {
  const base = { title: "t", xLabel: "order", yLabel: "share", share: true, y: [0, 1] };
  const frames = [0, 1].map((at) => ({ label: `order ${at}`, at, note: `sample ${at}`, values: { loss: at + 0.5 } }));

  test("carry only what changes, and the picture is the frame that was named", () => {
    const figure = show.line({ ...base, frames, staticFrame: "order 1" });
    expect(figure.plot.frames!.map(({ name, data }) => [name, data])).toEqual([
      ["order 0", []],
      ["order 1", []],
    ]);
    expect(figure.alt).toContain("at order 0 loss 0.50; at order 1 loss 1.50");
  });

  test("start paused", () => {
    const figure = show.line({ ...base, frames, control: "play" });
    const [menu] = figure.plot.layout["updatemenus"] as { active: number; buttons: { args: unknown[] }[] }[];
    expect(menu!.active).toBe(-1);
    expect(menu!.buttons[0]!.args[0]).toBeNull();
  });

  test("replace series by name and may add them", () => {
    const figure = show.line({
      title: "t",
      xLabel: "x",
      yLabel: "y",
      series: [{ name: "points", role: "data", mode: "points", x: [0, 1], y: [5, 6] }],
      frames: [1, 2].map((slope) => ({ label: `step ${slope}`, series: [{ name: "line", x: [0, 1], y: [0, slope] }] })),
      staticFrame: -1,
    });
    expect(figure.plot.data.map(({ name }) => name)).toEqual(["points", "line"]);
    expect(figure.plot.frames![1]).toMatchObject({ traces: [1], data: [{ y: [0, 2] }] });
    expect(figure.alt).toContain("line: 0 and 2 at x 0 and 1");
  });

  test.each([
    ["one", [frames[0]!], {}, "none, or at least two, got 1"],
    ["sixty-one", Array.from({ length: 61 }, (_, i) => ({ label: String(i) })), {}, "at most 60, got 61"],
    ["two of one name", [{ label: "a" }, { label: "a" }], {}, "labels that differ"],
    ["a picture of none of them", frames, { staticFrame: "order 9" }, 'the label or index of a frame, got "order 9"'],
    ["a picture past the last", frames, { staticFrame: 2 }, "the label or index of a frame, got 2"],
    [
      "a series that the first lacks",
      [{ label: "a" }, { label: "b", series: [{ name: "new", y: [1] }] }],
      {},
      "series that the first frame has",
    ],
  ])("refuse %s", (_, list, more, message) => {
    expect(() => show.line({ ...base, frames: list, ...more })).toThrow(message);
  });
});

describe("hostile and odd input", () => {
  test("a share outside 0 to 1 is an error", () => {
    expect(() => show.line({ title: "t", xLabel: "x", yLabel: "y", share: true, y: [0.5, 1.2] })).toThrow(
      "shares from 0 to 1, got 1.2",
    );
    expect(() => show.bars({ title: "t", labels: ["a"], values: [-0.1], yLabel: "y", share: true })).toThrow(
      "shares from 0 to 1",
    );
  });

  test("zero on a logarithmic axis is an error", () => {
    expect(() => show.line({ title: "t", xLabel: "x", yLabel: "y", yScale: "log", y: [0, 1] })).toThrow(
      "positive numbers on a logarithmic axis",
    );
  });

  test("a hundred thousand points are thinned, the alt text says so, and its numbers are those of all", () => {
    const y = Array.from({ length: 100_000 }, (_, index) => (index === 54_321 ? -7 : index / 1e5));
    const figure = show.line({ title: "t", xLabel: "step", yLabel: "y", y });
    expect(figure.alt).toContain("thinned to at most 2,000 drawn points");
    expect(figure.alt).toContain("lowest −7 at 54,321");
    expect((figure.plot.data[0]!["y"] as number[]).includes(-7)).toBe(true);
  });

  test("a figure over 400 kB is an error that says what to do", () => {
    const hover = Array.from({ length: 2000 }, () => "x".repeat(300));
    expect(() =>
      show.line({ title: "t", xLabel: "x", yLabel: "y", series: [{ y: hover.map((_, i) => i), hover }] }),
    ).toThrow("fewer frames, points or words");
  });

  test("series names, labels, notes and hover are text too", () => {
    const evil = "<img src=x onerror=alert(1)>";
    const figures = [
      show.line({
        title: "t",
        subtitle: evil,
        xLabel: evil,
        yLabel: evil,
        provenance: evil,
        reference: { value: 1, label: evil },
        series: [{ name: evil, y: [1, 2], hover: [evil, evil] }, { y: [3, 9] }],
        frames: [{ label: evil, note: evil }, { label: "b" }],
      }),
      show.bars({ title: "t", labels: [evil], values: [1], yLabel: evil }),
      show.heatmap({ title: "t", z: [[1]], zLabel: evil, xLabel: evil, yLabel: evil, rows: [evil], columns: [evil] }),
      show.images({ title: "t", images: [stamp], labels: [evil] }),
      show.sets({ title: "t", sets: [evil], items: [{ name: evil, sets: [evil], detail: evil }] }),
      show.tokens({ title: "t", tokens: [{ text: evil }] }),
    ];
    for (const figure of figures) {
      const { frames = [], ...rest } = figure.plot;
      // frame names are keys, never drawn
      expect(
        JSON.stringify([rest, frames.map(({ layout }) => layout)]).replaceAll(/"args":\[\["[^"]*"\]/gu, ""),
      ).not.toContain("<img");
    }
  });

  test("labels that look like dates or numbers stay labels", () => {
    const { plot } = show.bars({ title: "t", labels: ["2024-01-01", "7"], values: [1, 2], yLabel: "y" });
    expect(plot.data[0]!["x"]).toEqual([0, 1]);
    expect((plot.layout["xaxis"] as { ticktext: string[] }).ticktext).toEqual(["2024-01-01", "7"]);
  });

  test("items must nest", () => {
    expect(() => show.sets({ title: "t", sets: ["AI", "ML"], items: [{ name: "x", sets: ["ML"] }] })).toThrow(
      "an item of an inner set to be in every outer one",
    );
  });

  test("pictures must have one size and values in range", () => {
    expect(() => show.images({ title: "t", images: [stamp, [[0]]] })).toThrow("pictures of one size, 2 × 2");
    expect(() => show.images({ title: "t", images: [[[2]]] })).toThrow("pixel values from 0 to 1, got 2");
    expect(() => show.images({ title: "t", images: [{ data: [0, 0, 0, 0], width: 3 }] })).toThrow(
      "whole rows of 3 pixels",
    );
    expect(() => show.images({ title: "t", images: [] })).toThrow("at least one picture");
  });

  test("a heat map of nothing, of ragged rows or of gaps alone is an error", () => {
    const labels = { title: "t", zLabel: "z", xLabel: "x", yLabel: "y" };
    expect(() => show.heatmap({ ...labels, z: [] })).toThrow("at least one cell");
    expect(() => show.heatmap({ ...labels, z: [[1, 2], [1]] })).toThrow("rows of one length, 2, got 1");
    expect(() => show.heatmap({ ...labels, z: [[Number.NaN]] })).toThrow("at least one finite number");
  });
});

test("a heat map names its largest and smallest cell", () => {
  const figure = show.heatmap({ title: "t", z: [[0.1, 0.9], [0.3, Number.NaN]], rows: ["a", "b"], columns: ["c", "d"], zLabel: "w", xLabel: "x", yLabel: "y" }); // prettier-ignore
  expect(figure.alt).toContain(
    "the largest value is 0.90 at a and d, the smallest 0.10 at a and c; 1 cell has no finite number",
  );
});

test("tokens are counted over the whole text, and space and line break can be seen", () => {
  const figure = show.tokens({ title: "t", tokens: [{ text: "a b", id: 1 }, { text: "\n", id: 2 }, { text: "a b", id: 1 }] }); // prettier-ignore
  expect(figure.alt).toContain("7 characters, 2.33 per token; 2 different tokens");
  const texts = (figure.plot.layout["annotations"] as { text: string }[]).map(({ text }) => text);
  expect(texts).toEqual(["a·b", "1", "⏎", "2", "a·b", "1"]);
});
