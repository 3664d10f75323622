/** Pictures: right, the same every time, and drawn with the project's own fonts alone. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { Resvg } from "@resvg/resvg-js";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { bundleOf } from "../../../lib/core/index.ts";
import { show } from "../../../lib/show/index.ts";
import { fontFiles, renderSvg } from "../../../lib/show/render/index.ts";
import type { Plot } from "../../../lib/show/types.ts";
import { examples } from "../examples.ts";

const sha = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");

describe.each(Object.entries(examples))("the picture of %s", (_, figure) => {
  test("comes with the chart and words, and no HTML", async () => {
    const { data, metadata } = await bundleOf(figure);
    expect(Object.keys(data).sort()).toEqual(["application/vnd.plotly.v1+json", "image/png", "text/plain"]);
    expect(data["text/plain"]).toBe(figure.alt);
    const png = Buffer.from(data["image/png"] as string, "base64");
    const { width, height, format } = await sharp(png).metadata();
    const said = metadata["image/png"] as { alt: string; width: number; height: number };
    expect(said.alt).toBe(figure.alt);
    expect([format, width, height]).toEqual(["png", said.width * 2, said.height * 2]);
    expect(png.length).toBeLessThan(110_000); // 150 kB as base64
    expect(metadata["application/vnd.plotly.v1+json"]).toEqual({ alt: figure.alt });
  });

  test("is a white card that is not empty", async () => {
    const { data, info } = await sharp(await figure.png())
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const corner = [data[0], data[1], data[2]];
    expect(corner).toEqual([255, 255, 255]);
    let dark = 0;
    for (let at = 0; at < data.length; at += 3) if (data[at]! < 200) dark++;
    expect(dark / (info.width * info.height)).toBeGreaterThan(0.005);
  });
});

/** The stretches of the blue line: what is stroked and not filled. */
function linePaths(svg: string): string[] {
  const tags = [...svg.matchAll(/<path[^>]*>/gu)].map(([tag]) => tag);
  const blue = tags.filter((tag) => tag.includes("fill: none; stroke: rgb(0, 114, 178)"));
  return blue.map((tag) => / d="([^"]+)"/u.exec(tag)![1]!);
}

describe("pictures", () => {
  const names = Object.keys(examples);

  test("are the same bytes in any order and at once", async () => {
    const one = new Map<string, string>();
    for (const name of names) one.set(name, sha(await examples[name]!.png()));
    const atOnce = await Promise.all(
      names.toReversed().map(async (name) => [name, sha(await examples[name]!.png())] as const),
    );
    expect(new Map(atOnce.toReversed())).toEqual(one);
  });

  test("are the same bytes in another process, whatever it drew before", async () => {
    const script = `
      import { createHash } from "node:crypto";
      const { examples } = await import(${JSON.stringify(new URL("../examples.ts", import.meta.url).href)});
      await examples.beam.png();
      const png = await examples.babble.png();
      process.stdout.write(createHash("sha256").update(png).digest("hex"));`;
    const there = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    expect(there).toBe(sha(await examples["babble"]!.png()));
  });

  test("put a line's points where its numbers say", async () => {
    const y = [0, 1, 0.25, 0.5];
    const svg = await show.line({ title: "t", xLabel: "x", yLabel: "y", share: true, y }).svg();
    const [path] = linePaths(svg);
    const points = [...path!.matchAll(/(-?[\d.]+),(-?[\d.]+)/gu)].map(
      ([, px, py]) => [Number(px), Number(py)] as const,
    );
    expect(points.length).toBe(4);
    const [zero, one] = [points[0]![1], points[1]![1]];
    for (const [index, [px, py]] of points.entries()) {
      expect((zero - py) / (zero - one)).toBeCloseTo(y[index]!, 3);
      expect((px - points[0]![0]) / (points[3]![0] - points[0]![0])).toBeCloseTo(index / 3, 3);
    }
  });

  test("leave a gap where there is no number", async () => {
    const y = [1, 2, Number.NaN, 2, Infinity, 3, 1];
    const svg = await show.line({ title: "t", xLabel: "x", yLabel: "y", y }).svg();
    // one stretch of two points, one lone point, which its marker shows, another stretch of two
    expect(linePaths(svg).map((path) => path.match(/[ML]/gu)!.length)).toEqual([2, 1, 2]);
  });

  test("show markup in text as text", async () => {
    const svg = await show.line({ title: '<b>x</b><script>alert(1)</script><a href="https://x.example">y</a>', xLabel: "x", yLabel: "y", y: [1, 2] }).svg(); // prettier-ignore
    expect(svg).not.toMatch(/<(script|a)[ >]/u);
    const title = />([^<]*script[^<]*)</u.exec(svg)![1]!.replaceAll("&#60;", "<").replaceAll("&#62;", ">");
    expect(title).toBe('<b>x</b><script>alert(1)</script><a href="https://x.example">y</a>');
  });

  test("keep a title that quotes what tidying looks for", async () => {
    const title = 'id="clip1" class="x" url(#clip1) image-rendering: auto; #757575 <image >';
    const svg = await show.line({ title, xLabel: "x", yLabel: "y", y: [1, 2] }).svg();
    expect(svg).toContain(title.replaceAll("<", "&#60;").replaceAll(">", "&#62;"));
  });

  test("of one point, of a constant and of huge numbers are drawn", async () => {
    for (const y of [[5], [2, 2, 2], [1e300, -1e300], [1e-300, 2e-300]])
      expect((await show.line({ title: "t", xLabel: "x", yLabel: "y", y }).svg()).length).toBeGreaterThan(1000);
  });

  test("refuse a character that no font has, and name it", async () => {
    const figure = show.line({ title: "A 🦊 jumps", xLabel: "x", yLabel: "y", y: [1, 2] });
    await expect(figure.png()).rejects.toThrow("“🦊” (U+1F98A)");
    // and the next figure is drawn all the same
    await expect(examples["arms"]!.svg()).resolves.toContain("<svg");
  });

  test.each(["scatter3d", "surface", "scattergl", "heatmapgl"])(
    "refuse a %s trace, which needs WebGL",
    async (type) => {
      const plot: Plot = { data: [{ type, z: [[1]] }], layout: {}, config: {} };
      await expect(renderSvg(plot, { width: 400, height: 300 })).rejects.toThrow(`without WebGL`);
      await expect(renderSvg(plot, { width: 400, height: 300 })).rejects.toThrow(type);
    },
  );

  test("have the room that their text needs: measured and drawn widths agree", async () => {
    // what a reader sees is resvg's; what decides on margins is the canvas's
    const { createCanvas, GlobalFonts } = await import("@napi-rs/canvas");
    for (const file of fontFiles) GlobalFonts.registerFromPath(file);
    const context = createCanvas(1, 1).getContext("2d");
    for (const [weight, text] of [
      ["400", "grammatical and new"],
      ["600", "From babble to plagiarist"],
      ["400", "文字接龍"],
      ["400", "Δ ≤ 0.05 → ✔"],
    ] as const) {
      // prettier-ignore
      context.font = `${weight} 40px Inter, 'DejaVu Sans', 'Course Hant', 'Course Hans'`;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="100"><text x="20" y="60" font-family="Inter" font-size="40" font-weight="${weight}">${text}</text></svg>`;
      const box = new Resvg(svg, { font: { fontFiles, loadSystemFonts: false } }).getBBox()!;
      expect(Math.abs(box.width - context.measureText(text).width) / box.width).toBeLessThan(0.04);
    }
  });
});

test("a cell that draws nothing loads neither plotly nor a document", () => {
  const script = `
    const { show } = await import(${JSON.stringify(new URL("../../../lib/index.ts", import.meta.url).href)});
    show.line({ title: "t", xLabel: "x", yLabel: "y", y: [1, 2] });
    const loaded = process.getBuiltinModule("module").createRequire(process.cwd() + "/").cache;
    process.stdout.write(JSON.stringify({ rss: process.memoryUsage().rss, heavy: Object.keys(loaded).filter((path) => /plotly|jsdom|resvg|canvas|sharp/u.test(path)) }));`;
  const { heavy, rss } = JSON.parse(
    execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" }),
  ) as { heavy: string[]; rss: number };
  expect(heavy).toEqual([]);
  expect(rss).toBeLessThan(100e6); // a bare process takes about 50 MB, one with plotly in jsdom more than 200
});
