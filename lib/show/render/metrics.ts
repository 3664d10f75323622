/** What a browser would measure: text by the project's fonts, groups by their children; and a canvas to draw on. */
import { createCanvas, GlobalFonts, type Canvas } from "@napi-rs/canvas";
import { families, fontFiles } from "./fonts.ts";

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Global = Window & typeof globalThis;

/** Ascent and line height in em: Inter's, as plotly's own line height of 1.3 expects. */
const ascent = 0.97;
const lineHeight = 1.3;

/** Give `window` the measures that jsdom lacks. */
export function installMetrics(window: Global): void {
  for (const file of fontFiles) GlobalFonts.registerFromPath(file);
  const ruler = createCanvas(1, 1).getContext("2d");
  const measure = (text: string, size: number, weight: string): number => {
    ruler.font = `${weight} ${size}px ${families}`;
    return ruler.measureText(text).width;
  };

  const svg = window.SVGElement.prototype as unknown as {
    getBBox(): Box;
    getBoundingClientRect(): Box & { left: number; top: number; right: number; bottom: number };
  };
  svg.getBBox = function getBBox(this: SVGElement) {
    return boxOf(this, window, measure);
  };
  svg.getBoundingClientRect = function getBoundingClientRect(this: SVGElement) {
    const { x, y, width, height } = boxOf(this, window, measure);
    return { x, y, width, height, left: x, top: y, right: x + width, bottom: y + height };
  };

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

type Measure = (text: string, size: number, weight: string) => number;

function boxOf(element: Element, window: Global, measure: Measure): Box {
  const name = element.nodeName.toLowerCase();
  if (name === "text") return textBox(element, window, measure);
  const number = (key: string): number => Number.parseFloat(element.getAttribute(key) ?? "") || 0;
  if (name === "rect" || name === "image")
    return { x: number("x"), y: number("y"), width: number("width"), height: number("height") };
  if (name === "path") return pathBox(element.getAttribute("d") ?? "");
  const boxes = [...element.children]
    .filter((child) => child.nodeName !== "defs" && child.nodeName !== "clipPath")
    .map((child) => moved(boxOf(child, window, measure), child.getAttribute("transform")))
    .filter((box) => box.width > 0 || box.height > 0);
  if (boxes.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

/** A text's lines are its `tspan.line` children; without any it is one line. */
function textBox(element: Element, window: Global, measure: Measure): Box {
  const lines = [...element.querySelectorAll(".line")];
  const rows = (lines.length > 0 ? lines : [element]).map((line) => runWidth(line, window, measure));
  const size = sizeOf(element, window);
  const width = Math.max(0, ...rows);
  const anchor =
    window.getComputedStyle(element).getPropertyValue("text-anchor") || element.getAttribute("text-anchor");
  const x = Number.parseFloat(element.getAttribute("x") ?? "") || 0;
  const y = Number.parseFloat(element.getAttribute("y") ?? "") || 0;
  return {
    x: x - (anchor === "middle" ? width / 2 : anchor === "end" ? width : 0),
    y: y - ascent * size,
    width,
    height: width === 0 ? 0 : size * (1.21 + (rows.length - 1) * lineHeight),
  };
}

function runWidth(node: Node, window: Global, measure: Measure): number {
  if (node.nodeType === 3) {
    const parent = node.parentElement!;
    return measure(
      node.textContent ?? "",
      sizeOf(parent, window),
      inherited(parent, "font-weight", window) || "normal",
    );
  }
  return [...node.childNodes].reduce((sum, child) => sum + runWidth(child, window, measure), 0);
}

function sizeOf(element: Element, window: Global): number {
  return Number.parseFloat(inherited(element, "font-size", window)) || 12;
}

function inherited(element: Element | null, property: string, _window: Global): string {
  for (let at = element; at; at = at.parentElement) {
    const own = (at as SVGElement).style?.getPropertyValue(property) || at.getAttribute(property);
    if (own) return own;
  }
  return "";
}

function moved(box: Box, transform: string | null): Box {
  const match = /translate\(\s*(-?[\d.e]+)[\s,]+(-?[\d.e]+)/u.exec(transform ?? "");
  return match ? { ...box, x: box.x + Number(match[1]), y: box.y + Number(match[2]) } : box;
}

/** The box of a path's own numbers: exact for the straight absolute paths that legends and arrows use. */
function pathBox(d: string): Box {
  const numbers = (d.match(/-?[\d.]+(?:e-?\d+)?/gu) ?? []).map(Number);
  const xs = numbers.filter((_, index) => index % 2 === 0);
  const ys = numbers.filter((_, index) => index % 2 === 1);
  if (ys.length === 0) return { x: 0, y: 0, width: 0, height: 0 };
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}
