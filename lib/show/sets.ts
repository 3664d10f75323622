/** Nested sets as nested rectangles, each item a marker in the smallest set that it belongs to. */
import { check } from "../core/index.ts";
import { altText } from "./alt.ts";
import { makeFigure, type Figure } from "./figure.ts";
import { baseLayout, config } from "./layout.ts";
import { ink, styles, type Role } from "./palette.ts";
import { hoverText, listed, oneLine, plain } from "./text.ts";
import type { FigureOptions, Layout, Trace } from "./types.ts";

/** A thing with the sets it is in. */
export interface SetItem {
  name: string;
  /** Every set it belongs to. */
  sets: readonly string[];
  /** Hover text: a line it wrote. */
  detail?: string;
  role?: Role;
}

/** Options of `show.sets`. */
export interface SetsOptions extends FigureOptions {
  /** Names from the outermost to the innermost. */
  sets: readonly string[];
  items: readonly SetItem[];
}

const rowHeight = 34;
const headRoom = 30;

/** Draw the sets from the items' tags; an item of an inner set must be in every outer one. Returns a figure. */
export function sets(options: SetsOptions): Figure {
  const names = options.sets;
  check(names.length > 0 && names.length <= 6, "show.sets sets", "one to six names", names);
  check(new Set(names).size === names.length, "show.sets sets", "names that differ", names);
  check(
    options.items.length > 0 && options.items.length <= 40,
    "show.sets items",
    "1 to 40 items",
    options.items.length,
  );
  const depth = options.items.map((item) => {
    for (const name of item.sets)
      check(names.includes(name), `show.sets ${item.name}`, `sets among ${listed(names)}`, name);
    const inside = names.map((name) => item.sets.includes(name));
    const first = inside.indexOf(false);
    const deep = first < 0 ? names.length : first;
    check(
      !inside.slice(deep).includes(true),
      `show.sets ${item.name}`,
      "an item of an inner set to be in every outer one",
      listed(item.sets),
    );
    return deep;
  });
  // level 0 is outside every set; level k the ring of set k − 1 around set k
  const levels = Array.from({ length: names.length + 1 }, (_, level) =>
    options.items.filter((_, i) => depth[i] === level),
  );
  const ring = levels.map((items) => (items.length > 0 ? items.length * rowHeight + 6 : 0));
  const tall = ring.reduce((sum, size) => sum + size, 0) + names.length * (headRoom + 14);
  const base = baseLayout(options, { height: tall + 8, left: 16, right: 16, bottom: -30 });
  const wide = base.width - 32;
  const shapes: Layout[] = [];
  const annotations: Layout[] = [];
  const traces = new Map<Role, { x: number[]; y: number[]; hover: string[] }>();
  const place = (level: number, top: number): void => {
    for (const [index, item] of levels[level]!.entries()) {
      const x = 20 + level * 16;
      const y = top + index * rowHeight + rowHeight / 2;
      const role = item.role ?? "model";
      const trace = traces.get(role) ?? { x: [], y: [], hover: [] };
      trace.x.push(x);
      trace.y.push(y);
      trace.hover.push(hoverText([item.name, item.detail || undefined], options));
      traces.set(role, trace);
      annotations.push({
        x,
        y,
        xshift: 12,
        xanchor: "left",
        showarrow: false,
        text: plain(oneLine(item.name)),
        font: { size: 14, color: styles[role].colour },
      });
    }
  };
  place(0, 0);
  let top = ring[0]!;
  for (const [index, name] of names.entries()) {
    const inset = index * 14;
    shapes.push({
      type: "rect",
      x0: inset + 2,
      x1: wide - inset - 2,
      y0: top + 2,
      y1: tall - index * 14 + 2,
      line: { color: ink.interactive, width: 1.4 },
      fillcolor: "rgba(128,128,128,0.07)",
      layer: "below",
    });
    annotations.push({
      x: wide - inset - 14,
      y: top + 17,
      xanchor: "right",
      showarrow: false,
      text: `<b>${plain(oneLine(name))}</b>`,
      font: { size: 14, color: ink.interactive },
    });
    place(index + 1, top + headRoom - 8);
    top += headRoom + ring[index + 1]!;
  }
  const data = [...traces].map(([role, { x, y, hover }]): Trace => ({
    type: "scatter",
    mode: "markers",
    x,
    y,
    hovertext: hover,
    hoverinfo: "text",
    marker: {
      symbol: styles[role].symbol,
      size: 12,
      color: styles[role].colour,
      line: { color: styles[role].colour, width: 2 },
    },
  }));
  const hidden = { visible: false, fixedrange: true };
  const layout = {
    ...base.layout,
    xaxis: { ...hidden, range: [0, wide] },
    yaxis: { ...hidden, range: [tall + 8, 0] },
    shapes,
    annotations,
  };
  const parts = levels.flatMap((items, level) => {
    if (items.length === 0) return [];
    const where =
      level === 0
        ? `outside ${names[0]}`
        : level === names.length
          ? `inside ${names[level - 1]}`
          : `inside ${names[level - 1]} but outside ${names[level]}`;
    return [
      `${where}: ${listed(items.map((item) => oneLine(item.name)))} (${items.length} of ${options.items.length})`,
    ];
  });
  return makeFigure(options, {
    plot: { data, layout, config },
    alt: altText(
      `Set diagram of nested rectangles, from the outside in ${listed(names.map(oneLine))}, with ${options.items.length} markers`,
      parts,
      options.title,
    ),
    width: base.width,
  });
}
