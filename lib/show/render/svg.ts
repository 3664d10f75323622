/** Plotly to SVG, in a document without a browser. Loaded on first use, one figure at a time. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { JSDOM } from "jsdom";
import { checkGlyphs, chineseFamily } from "./fonts.ts";
import { installMetrics } from "./metrics.ts";
import { printed } from "./still.ts";
import type { Plot } from "../types.ts";

interface Plotly {
  newPlot(element: unknown, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  purge(element: unknown): void;
  Snapshot: { toSVG(element: unknown, format: string): string };
}

interface Page {
  document: Document;
  plotly: Plotly;
  reseed(): void;
}

let page: Page | undefined;
let queue: Promise<unknown> = Promise.resolve();

/** The static picture of `plot` as SVG. Calls are served one after another: plotly keeps state between its steps. */
export function renderSvg(plot: Plot, size: { width: number; height: number }): Promise<string> {
  const still = printed(plot, size);
  const drawn = queue.then(() => draw(still, size));
  queue = drawn.catch(() => undefined);
  return drawn;
}

async function draw(still: Plot, size: { width: number; height: number }): Promise<string> {
  page ??= openPage();
  const { document, plotly, reseed } = page;
  reseed();
  const element = document.createElement("div");
  document.body.append(element);
  try {
    // subtle: plotly writes into what it is given
    const { data, layout, config } = structuredClone(still);
    await plotly.newPlot(element, data, layout, config);
    const svg = tidy(plotly.Snapshot.toSVG(element, "svg"));
    checkGlyphs(textOf(svg), "figure text");
    return nameFaces(svg).replace("<svg ", `<svg data-size="${size.width}x${size.height}" `);
  } finally {
    plotly.purge(element);
    element.remove();
  }
}

/** A page with plotly in it: about a second, once per process. */
function openPage(): Page {
  const { window } = new JSDOM("<!doctype html><body></body>", { runScripts: "outside-only", pretendToBeVisual: true });
  installMetrics(window as unknown as Parameters<typeof installMetrics>[0]);
  const file = createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min");
  // plotly draws random ids; a counter in place of chance makes them the same for the same figure
  window.eval(`{
    let state = 1;
    window.reseed = () => { state = 1; };
    Math.random = () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 4294967296; };
  }`);
  window.eval(`${readFileSync(file, "utf8")}\nwindow.Plotly ??= window.moduleName;`);
  const shown = window as unknown as { Plotly: Plotly; reseed(): void };
  return { document: window.document, plotly: shown.Plotly, reseed: shown.reseed };
}

/**
 * The same figure as the same text: ids, which hold a counter that goes on from figure to figure, are numbered in the order
 * they appear. Only tags are touched: a title that quotes an attribute keeps it.
 */
function tidy(svg: string): string {
  const tags = /<[^>]*>/gu;
  const ids = [...svg.matchAll(tags)].flatMap(([tag]) => /\sid="([^"]+)"/u.exec(tag)?.[1] ?? []);
  const names = new Map([...new Set(ids)].map((id, index) => [id, `i${index}`]));
  return svg.replaceAll(tags, (tag) =>
    tag
      .replace(/(\sid=")([^"]+)"/u, (_, start: string, id: string) => `${start}${names.get(id)!}"`)
      .replaceAll(/url\((&quot;|["']|)#([^"')&]+)\1\)/gu, (whole, _, id: string) =>
        names.has(id) ? `url(#${names.get(id)!})` : whole,
      )
      .replace(/href="#([^"]+)"/u, (whole, id: string) => (names.has(id) ? `href="#${names.get(id)!}"` : whole))
      .replaceAll(/ (?:data-[\w-]+|class)="[^"]*"/gu, "")
      // resvg smooths unless the one value it knows stands alone
      .replaceAll(/image-rendering:[^;"]*;?/gu, "")
      .replace("<image ", '<image image-rendering="optimizeSpeed" '),
  );
}

/** What a reader would see as text. */
function textOf(svg: string): string {
  return [...svg.matchAll(/>([^<]+)</gu)]
    .map((match) => match[1]!)
    .join("")
    .replaceAll(/&#(x?)([0-9a-f]+);/giu, (_, hex: string, code: string) =>
      String.fromCodePoint(Number.parseInt(code, hex ? 16 : 10)),
    )
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&nbsp;", " ")
    .replaceAll("&amp;", "&");
}

/**
 * Say which family a run of Chinese is in. resvg's own search for a face that has a character ignores the weight, so that
 * Chinese in a bold title would come out thin.
 */
function nameFaces(svg: string): string {
  return svg.replaceAll(/>([^<]*[\u2e80-\uffef][^<]*)</gu, (_, text: string) => {
    const runs = text.replaceAll(
      /[\u2e80-\uffef]+/gu,
      (run) => `<tspan font-family="${chineseFamily(run)}">${run}</tspan>`,
    );
    return `>${runs}<`;
  });
}
