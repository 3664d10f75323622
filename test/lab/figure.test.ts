/** The part of the JupyterLab extension that touches no page: what a figure may carry, and its colours. */
import { describe, expect, test } from "vitest";

type Frame = { name: string; layout?: object; data?: object[] };
interface FigureModule {
  themedFrames(frames: Frame[], layout: object, colours: { text: string }): Frame[];
  sanitise(value: unknown): unknown;
  themed(layout: object, colours: { text: string; grid: string }): Record<string, Record<string, unknown>>;
  still(value: unknown): unknown;
}
const url = new URL("../../lib/lab/extension/static/figure.js", import.meta.url);
const { sanitise, themed, themedFrames, still } = (await import(url.href)) as FigureModule;

describe("sanitise", () => {
  test.each([
    ['<a href="javascript:alert(1)">x</a>', "<a>x</a>"],
    ["<A HREF='JaVaScRiPt:alert(1)'>x</A>", "<a>x</A>"],
    ['<a href=" javascript:alert(1)">x</a>', "<a>x</a>"],
    ['<a href="java\nscript:alert(1)">x</a>', "<a>x</a>"],
    ["<a href=javascript:alert(1)>x</a>", "<a>x</a>"],
    ['<a href="data:text/html,x">x</a>', "<a>x</a>"],
    ['<a onclick="alert(1)" href="https://example.org/a">x</a>', '<a href="https://example.org/a">x</a>'],
    ["a < b and 1 > 0", "a < b and 1 > 0"],
    ["<b>bold</b>", "<b>bold</b>"],
  ])("of %j leaves %j", (text, expected) => {
    expect(sanitise({ deep: [{ text }] })).toEqual({ deep: [{ text: expected }] });
  });

  test("keeps pictures that lie in the figure and drops those from elsewhere", () => {
    const own = "data:image/png;base64,AAAA";
    expect(
      sanitise([{ source: own }, { source: "https://x/y.png" }, { source: "data:image/svg+xml;base64,AA" }]),
    ).toEqual([{ source: own }, {}, {}]);
  });

  test("never changes the prototype, and ends on a value of any depth", () => {
    const polluted = sanitise(JSON.parse('{"__proto__":{"hacked":1},"constructor":{"prototype":{"hacked":1}}}')) as {
      hacked?: number;
    };
    expect(polluted.hacked).toBeUndefined();
    let deep: unknown = 1;
    for (let i = 0; i < 5000; i++) deep = [deep];
    expect(() => sanitise(deep)).not.toThrow();
  });

  test.each([null, 3, true, "", [], {}])("leaves %j as it is", (value) => {
    expect(sanitise(value)).toEqual(value);
  });
});

describe("themed", () => {
  const dark = { text: "#ffffff", grid: "#444444" };

  test("gives a figure without colours the page's", () => {
    const { font, xaxis, yaxis } = themed({}, dark);
    expect([font!.color, xaxis!.gridcolor, yaxis!.linecolor]).toEqual(["#ffffff", "#444444", "#444444"]);
  });

  test("replaces a middle grey in fonts, on transparent paper only", () => {
    const layout = { title: { font: { color: "#757575" } }, xaxis: { tickfont: { color: "#757575" } } };
    expect(themed(layout, dark).title!.font).toEqual({ color: "#ffffff" });
    expect(themed(layout, dark).xaxis!.tickfont).toEqual({ color: "#ffffff" });
    expect(themed({ ...layout, paper_bgcolor: "#fff" }, dark).title!.font).toEqual({ color: "#757575" });
  });

  test("leaves a figure's own colours", () => {
    const layout = {
      font: { color: "#0072B2" },
      xaxis: { gridcolor: "red" },
      shapes: [{ line: { color: "#757575" } }],
    };
    expect(themed(layout, dark)).toMatchObject(layout);
  });
});

test("themedFrames give the text of a frame the colour that themed gives to the layout it changes", () => {
  const grey = { annotations: [{ text: "order 2", font: { color: "#757575", size: 13 } }] };
  const frames = [{ name: "a", layout: grey, data: [{ y: [1] }] }, { name: "b" }];
  const colours = { text: "#ffffff", grid: "#444444" };
  const [first, second] = themedFrames(frames, {}, colours);
  expect(first!.layout).toEqual({ annotations: themed(grey, colours).annotations });
  expect(first!.layout).toEqual({ annotations: [{ text: "order 2", font: { color: "#ffffff", size: 13 } }] });
  expect([first!.data, second!.name]).toEqual([[{ y: [1] }], "b"]);
  expect(themedFrames(frames, { paper_bgcolor: "#fff" }, colours)).toEqual(frames);
});

test("still takes the time out of every transition and nothing else", () => {
  const args = [null, { transition: { duration: 500, easing: "linear" }, frame: { duration: 120 } }];
  expect(still({ buttons: [{ args }] })).toEqual({
    buttons: [{ args: [null, { transition: { duration: 0, easing: "linear" }, frame: { duration: 120 } }] }],
  });
});
