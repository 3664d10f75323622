/**
 * A plotly figure before it is drawn: plain data, made safe and given the page's colours.
 * Nothing here touches the page.
 */
import { families } from "./fonts.js";

/** Names that would change the copy itself. */
const forbidden = new Set(["__proto__", "constructor", "prototype"]);
const harmless = new Set(["http:", "https:", "mailto:"]);
const maxDepth = 40;

/** A deep copy of `value` without links to scripts and without pictures from elsewhere; what is too deep is cut off. */
export function sanitise(value, depth = 0) {
  if (typeof value === "string") return sanitiseText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > maxDepth) return null;
  if (Array.isArray(value)) return value.map((item) => sanitise(item, depth + 1));
  const copy = {};
  for (const [key, item] of Object.entries(value)) {
    if (forbidden.has(key) || (key === "source" && !isOwnPicture(item))) continue;
    copy[key] = sanitise(item, depth + 1);
  }
  return copy;
}

function isOwnPicture(source) {
  return typeof source !== "string" || /^data:image\/(png|jpeg|gif|webp);base64,/.test(source);
}

/** Plotly reads a few tags in text: a link stays if it leads to an ordinary address, and keeps nothing but that. */
function sanitiseText(text) {
  if (!text.includes("<")) return text;
  return text.replaceAll(/<a\b[^>]*>/gi, (tag) => {
    const [, double, single] = /href\s*=\s*(?:"([^"]*)"|'([^']*)')/i.exec(tag) ?? [];
    const address = parse(double ?? single);
    return address && harmless.has(address.protocol) ? `<a href="${address.href}">` : "<a>";
  });
}

function parse(address) {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}

/**
 * The layout with transparent paper, the page's colours, `{ text, grid }`, and the course's fonts, where the figure has
 * none of its own.
 */
export function themed(layout, { text, grid }) {
  const names = ["xaxis", "yaxis", ...Object.keys(layout).filter((key) => /^[xy]axis\d*$/.test(key))];
  const axes = names.map((name) => [name, { gridcolor: grid, zerolinecolor: grid, linecolor: grid, ...layout[name] }]);
  const paper = layout.paper_bgcolor ?? "rgba(0,0,0,0)";
  const plain = {
    ...layout,
    paper_bgcolor: paper,
    plot_bgcolor: layout.plot_bgcolor ?? "rgba(0,0,0,0)",
    font: { color: text, family: families, ...layout.font },
    ...Object.fromEntries(axes),
  };
  return isTransparent(paper) ? inked(plain, text) : plain;
}

/** The frames in the page's text colour, as `themed` gives it to the layout that they change. */
export function themedFrames(frames, layout, { text }) {
  if (!isTransparent(layout.paper_bgcolor ?? "transparent")) return frames;
  return frames.map((frame) => ({ ...frame, layout: inked(frame.layout, text) }));
}

function isTransparent(colour) {
  return colour === "transparent" || /,\s*0\)$/.test(String(colour));
}

/** Text in a middle grey stands for the page's own: a figure on transparent paper cannot know the page's theme. */
function inked(value, text, isFont = false) {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => inked(item, text));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (isFont && key === "color" && isMiddleGrey(item)) return [key, text];
      return [key, inked(item, text, key.endsWith("font"))];
    }),
  );
}

function isMiddleGrey(colour) {
  const [, red, green, blue] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(colour) ?? [];
  return red !== undefined && red === green && green === blue && red >= "60" && red <= "9f";
}

/** The same layout with transitions that take no time, for readers who asked for no motion. */
export function still(value) {
  if (Array.isArray(value)) return value.map(still);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      key === "transition" && typeof item === "object" ? { ...item, duration: 0 } : still(item),
    ]),
  );
}
