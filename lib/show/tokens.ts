/** A text cut into tokens: each piece in its own box with its id below. */
import { check } from "../core/index.ts";
import { altText } from "./alt.ts";
import { makeFigure, type Figure } from "./figure.ts";
import { baseLayout, config } from "./layout.ts";
import { ink } from "./palette.ts";
import { emWidth, hoverText, listed, oneLine, plain, spoken } from "./text.ts";
import type { FigureOptions, Layout, Trace } from "./types.ts";

/** A piece of text with its number. */
export interface TokenPiece {
  /** Bytes that are no whole character may be given as "⟨e8⟩". */
  text: string;
  id?: number;
}

/** Options of `show.tokens`. */
export interface TokensOptions extends FigureOptions {
  tokens: readonly TokenPiece[];
}

/** Fills that alternate, told apart by their underline too: a boundary never hangs on colour alone. */
const fills = ["rgba(0,114,178,0.20)", "rgba(213,94,0,0.20)", "rgba(0,122,90,0.20)", "rgba(166,70,127,0.20)"];
const edges = ["#0072B2", "#D55E00", "#007A5A", "#A6467F"];
const maxTokens = 200;

/** Boxes in reading order; space is drawn as ·, a line break as ⏎. At most 200 are drawn, the rest counted. Returns a figure. */
export function tokens(options: TokensOptions): Figure {
  check(
    Array.isArray(options.tokens) && options.tokens.length > 0,
    "show.tokens",
    "at least one token",
    options.tokens,
  );
  const drawn = options.tokens.slice(0, maxTokens);
  const more = options.tokens.length - drawn.length;
  const width = options.width ?? 720;
  const boxes = flow(drawn, width - 32);
  const rows = boxes.at(-1)!.row + 1;
  const numbered = drawn.some((token) => token.id !== undefined);
  const rowHeight = numbered ? 54 : 40;
  const subtitle =
    more > 0
      ? [options.subtitle, `the first ${maxTokens} of ${options.tokens.length}`].filter(Boolean).join(" · ")
      : options.subtitle;
  const base = baseLayout(
    { ...options, ...(subtitle && { subtitle }) },
    { height: rows * rowHeight + 4, left: 16, right: 16, bottom: -34 },
  );
  const hidden = { visible: false, fixedrange: true };
  const shapes = boxes.flatMap(({ x, row, width: wide }, index): Layout[] => {
    const y0 = row * rowHeight + 2;
    const edge = { color: edges[index % 4], width: 2.5 };
    return [
      {
        type: "rect",
        x0: x,
        x1: x + wide,
        y0,
        y1: y0 + 30,
        fillcolor: fills[index % 4],
        line: { width: 0 },
        layer: "below",
      },
      { type: "line", x0: x, x1: x + wide, y0: y0 + 30, y1: y0 + 30, line: edge, layer: "below" },
    ];
  });
  const annotations = boxes.flatMap(({ x, row, width: wide, shown }, index): Layout[] => {
    const at = { x: x + wide / 2, showarrow: false, xanchor: "center" };
    const id = drawn[index]!.id;
    return [
      { ...at, y: row * rowHeight + 17, text: plain(shown), font: { size: 15, color: ink.interactive } },
      ...(id === undefined
        ? []
        : [{ ...at, y: row * rowHeight + 42, text: String(id), font: { size: 11, color: ink.interactive } }]),
    ];
  });
  const data: Trace[] = [
    {
      type: "scatter",
      mode: "markers",
      x: boxes.map((box) => box.x + box.width / 2),
      y: boxes.map((box) => box.row * rowHeight + 17),
      marker: { size: 26, opacity: 0 },
      hovertext: drawn.map((token, index) =>
        hoverText(
          [`token ${index + 1}: ${JSON.stringify(token.text)}`, token.id === undefined ? undefined : `id ${token.id}`],
          options,
        ),
      ),
      hoverinfo: "text",
    },
  ];
  const layout = {
    ...base.layout,
    // subtle: boxes are measured in pixels, so this one figure keeps its width
    width,
    autosize: false,
    xaxis: { ...hidden, range: [0, width - 32] },
    yaxis: { ...hidden, range: [rows * rowHeight + 4, 0] },
    shapes,
    annotations,
  };
  const length = [...options.tokens.map((token) => token.text).join("")].length;
  const longest = options.tokens.reduce((a, b) => ([...b.text].length > [...a.text].length ? b : a));
  const different = new Set(options.tokens.map((token) => token.id ?? token.text)).size;
  const read = options.tokens
    .slice(0, 12)
    .map(
      (token) => `${JSON.stringify(oneLine(token.text) || token.text)}${token.id === undefined ? "" : ` ${token.id}`}`,
    );
  const alt = altText(
    `Text cut into ${options.tokens.length} ${options.tokens.length === 1 ? "token" : "tokens"}, each in its own box${numbered ? " with its id" : ""}: ${listed(read)}${options.tokens.length > 12 ? ", …" : ""}`,
    [
      `${spoken(length)} characters, ${spoken(length / options.tokens.length)} per token`,
      `${different} different tokens`,
      `the longest is ${JSON.stringify(longest.text)}`,
    ],
    options.title,
  );
  return makeFigure(options, {
    plot: { data, layout, config: { ...config, responsive: false } },
    alt,
    width,
  });
}

/** Boxes from left to right, a new row where the next does not fit; one wider than a row is cut with an ellipsis. */
function flow(tokens: readonly TokenPiece[], room: number): { x: number; row: number; width: number; shown: string }[] {
  let x = 0;
  let row = 0;
  return tokens.map((token) => {
    let shown = token.text.replaceAll("\n", "⏎").replaceAll(/\s/gu, "·") || "∅";
    while (emWidth(shown) * 15 + 14 > room) shown = `${[...shown].slice(0, -2).join("")}…`;
    const width = Math.max(
      emWidth(shown) * 15 + 14,
      token.id === undefined ? 0 : emWidth(String(token.id)) * 11.5 + 6,
      18,
    );
    if (x > 0 && x + width > room) {
      x = 0;
      row++;
    }
    const box = { x, row, width, shown };
    x += width + 5;
    return box;
  });
}
