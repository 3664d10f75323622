/** What a browser would measure: text by the project's fonts, groups by their children; and a canvas to draw on. */
import { createCanvas, GlobalFonts, type Canvas } from "@napi-rs/canvas";
import { families, fontFiles } from "./fonts.ts";
import { identity, movedBox, multiply, parseTransform, pathBox, union, type Box, type Matrix } from "./geometry.ts";

type Global = Window & typeof globalThis;
type Measure = (text: string, size: number, weight: string) => number;

/** Ascent, height of one line, and distance between lines, in em: Inter's own, and plotly's line spacing. */
const ascent = 0.97;
const oneLine = 1.21;
const lineSpacing = 1.3;

/** Give `window` the measures that jsdom lacks. */
export function installMetrics(window: Global): void {
  for (const file of fontFiles) GlobalFonts.registerFromPath(file);
  const ruler = createCanvas(1, 1).getContext("2d");
  const measure: Measure = (text, size, weight) => {
    ruler.font = `${weight} ${size}px ${families}`;
    return ruler.measureText(text).width;
  };
  const svg = window.SVGElement.prototype as unknown as Record<"getBBox" | "getBoundingClientRect", unknown>;
  svg.getBBox = function getBBox(this: SVGElement): Box {
    return boxOf(this, measure);
  };
  svg.getBoundingClientRect = function getBoundingClientRect(this: SVGElement) {
    const { x, y, width, height } = movedBox(boxOf(this, measure), toPage(this));
    return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
  };
  installCanvas(window);
}

function installCanvas(window: Global): void {
  const canvases = new WeakMap<object, Canvas>();
  const canvasOf = (element: HTMLCanvasElement): Canvas => {
    let canvas = canvases.get(element);
    if (!canvas) canvases.set(element, (canvas = createCanvas(element.width, element.height)));
    if (canvas.width !== element.width) canvas.width = element.width;
    if (canvas.height !== element.height) canvas.height = element.height;
    return canvas;
  };
  const html = window.HTMLCanvasElement.prototype as unknown as Record<"getContext" | "toDataURL", unknown>;
  html.getContext = function getContext(this: HTMLCanvasElement, kind: string) {
    return kind === "2d" ? canvasOf(this).getContext("2d") : null;
  };
  html.toDataURL = function toDataURL(this: HTMLCanvasElement) {
    return canvasOf(this).toDataURL("image/png");
  };
  window.URL.createObjectURL ??= () => "";
}

/** From the element's own coordinates to the page's. */
function toPage(element: Element): Matrix {
  let matrix = identity;
  for (let at: Element | null = element; at; at = at.parentElement)
    matrix = multiply(parseTransform(at.getAttribute("transform")), matrix);
  return matrix;
}

function boxOf(element: Element, measure: Measure): Box {
  const number = (key: string): number => Number.parseFloat(element.getAttribute(key) ?? "") || 0;
  switch (element.nodeName.toLowerCase()) {
    case "text":
      return textBox(element, measure);
    case "rect":
    case "image":
      return { x: number("x"), y: number("y"), width: number("width"), height: number("height") };
    case "path":
      return pathBox(element.getAttribute("d") ?? "");
    case "defs":
    case "clippath":
      return union([]);
    default:
      return union(
        [...element.children].map((child) =>
          movedBox(boxOf(child, measure), parseTransform(child.getAttribute("transform"))),
        ),
      );
  }
}

/** A text's lines are its `tspan.line` children; without any it is one line. */
function textBox(element: Element, measure: Measure): Box {
  const lines = [...element.querySelectorAll(".line")];
  const widths = (lines.length > 0 ? lines : [element]).map((line) => runWidth(line, measure));
  const size = sizeOf(element);
  const width = Math.max(0, ...widths);
  const anchor = inherited(element, "text-anchor");
  const x = Number.parseFloat(element.getAttribute("x") ?? "") || 0;
  const y = Number.parseFloat(element.getAttribute("y") ?? "") || 0;
  const shift = Number.parseFloat(element.getAttribute("dy") ?? "") || 0; // plotly writes it in em
  return {
    x: x - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0),
    y: y + (shift - ascent) * size,
    width,
    height: width === 0 ? 0 : size * (oneLine + (widths.length - 1) * lineSpacing),
  };
}

function runWidth(node: Node, measure: Measure): number {
  if (node.nodeType === 3) {
    const parent = node.parentElement!;
    return measure(node.textContent ?? "", sizeOf(parent), inherited(parent, "font-weight") || "normal");
  }
  return [...node.childNodes].reduce((sum, child) => sum + runWidth(child, measure), 0);
}

function sizeOf(element: Element): number {
  return Number.parseFloat(inherited(element, "font-size")) || 12;
}

function inherited(element: Element, property: string): string {
  for (let at: Element | null = element; at; at = at.parentElement) {
    const own = (at as SVGElement).style?.getPropertyValue(property) || at.getAttribute(property);
    if (own) return own;
  }
  return "";
}
