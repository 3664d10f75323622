/**
 * One palette by role, readable on white and on JupyterLab's dark page; shape and dash repeat what colour says.
 *
 * Contrast of every role: at least 3.86 : 1 on white and 3.4 : 1 on #111111 (WCAG 2.2, relative luminance).
 */

/** What a mark stands for; the look follows from it. */
export type Role = "model" | "control" | "second" | "judge" | "data" | "truth" | "chance";

/** How a role is drawn. `colourName`, `look` are the words that the alt text uses. */
export interface Style {
  colour: string;
  tint: string;
  dash: "solid" | "dash" | "dashdot" | "dot";
  symbol: string;
  hatch: "" | "/" | "\\" | "x" | ".";
  width: number;
  size: number;
  colourName: string;
  look: string;
}

/**
 * Text, axes and truth. The interactive figure has transparent paper and cannot know the page's theme, so it uses a grey
 * that passes on both (4.6 : 1 on white, 4.1 : 1 on #111111); the static picture brings its own white card and uses black.
 */
export const ink = { interactive: "#757575", print: "#1A1A1A" } as const;

/** Grid lines: faint on both themes. */
export const grid = { interactive: "rgba(128,128,128,0.22)", print: "#E8E8E8" } as const;

/** Stamps, mazes and other pictures of ink on paper look the same on every theme. */
export const stamp = { paper: "#F6F1E4", ink: "#1F1B16" } as const;

/** The ring of what was edited, planted or attacked. */
export const planted = "#D55E00";

export const styles: Readonly<Record<Role, Style>> = {
  model: style("#0072B2", "solid", "circle", "", 2.6, 9, "blue", "solid"),
  control: style("#D55E00", "dash", "square-open", "/", 2.4, 9, "vermilion", "dashed"),
  second: style("#007A5A", "dashdot", "triangle-up", "\\", 2.4, 10, "green", "dash-dotted"),
  judge: style("#A6467F", "dot", "diamond", "x", 2.4, 10, "purple", "dotted"),
  data: style("#6E6E6E", "solid", "circle", ".", 1.2, 5, "grey", "thin"),
  truth: style(ink.interactive, "solid", "star", "", 1.6, 11, "black", "thin solid"),
  chance: style("#8A6D00", "dot", "line-ew", "", 1.6, 9, "ochre", "dotted"),
};

/** The roles of series that name none, in order. */
export const defaultRoles: readonly Role[] = ["model", "control", "second", "judge"];

/** Cividis (Nuñez, Anderton and Renslow 2018, PLOS ONE 13(7)), at nine even steps: for values from none to all. */
export const cividis = [
  "#00224E", "#123570", "#3B496C", "#575D6D", "#707173", "#8A8678", "#A59C74", "#C3B369", "#FEE838",
]; // prettier-ignore

/** Blue, white, vermilion around zero. */
export const diverging = ["#0072B2", "#7FB8D8", "#FFFFFF", "#EAAE80", "#D55E00"];

/** Evenly spaced plotly colour scale. */
export function colourScale(colours: readonly string[]): [number, string][] {
  return colours.map((colour, index) => [index / (colours.length - 1), colour]);
}

function style(
  colour: string,
  dash: Style["dash"],
  symbol: string,
  hatch: Style["hatch"],
  width: number,
  size: number,
  colourName: string,
  look: string,
): Style {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return { colour, tint: `rgba(${red},${green},${blue},0.55)`, dash, symbol, hatch, width, size, colourName, look };
}
