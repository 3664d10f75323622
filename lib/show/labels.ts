/** Names beside what they name: at the right edge, at the height of their line, never on top of each other. */
import { styles, type Role } from "./palette.ts";
import { emWidth, label as short, oneLine, plain } from "./text.ts";
import type { Layout, Reference } from "./types.ts";

/** A label and where it would like to stand, in the axis's own terms: log10 on a logarithmic one. */
export interface EdgeLabel {
  text: string;
  role: Role;
  y: number;
}

const size = 13;
const apart = 18;

/** The label of a level: its words and its number. */
export function levelLabel({ value, label, role }: Required<Reference>, log = false): EdgeLabel {
  return { text: `${oneLine(label)} ${short(value)}`, role, y: log ? Math.log10(value) : value };
}

/** Room in pixels that `labels` need to the right of the plot. */
export function edgeRoom(labels: readonly EdgeLabel[]): number {
  return labels.length === 0 ? 24 : Math.ceil(Math.max(...labels.map(({ text }) => emWidth(text))) * size * 1.05) + 22;
}

/**
 * How far each label moves, in pixels upwards, so that neighbours are a line apart and all are inside the plot.
 * `low` and `high` are the axis's ends and `height` its pixels.
 */
export function spread(wanted: readonly number[], axis: { low: number; high: number; height: number }): number[] {
  const scale = axis.height / (axis.high - axis.low);
  const order = wanted
    .map((y, index) => ({ index, home: (y - axis.low) * scale, at: (y - axis.low) * scale }))
    .sort((a, b) => a.home - b.home);
  for (let k = 1; k < order.length; k++) order[k]!.at = Math.max(order[k]!.at, order[k - 1]!.at + apart);
  // subtle: a row pushed up past the top slides down together, so that the order stays
  let roof = axis.height + apart / 2;
  for (const one of order.toReversed()) {
    one.at = Math.min(one.at, roof);
    roof = one.at - apart;
  }
  const moves = Array.from(wanted, () => 0);
  for (const one of order) moves[one.index] = Math.round(one.at - one.home);
  return moves;
}

/** Labels as annotations in the right margin. */
export function edgeMarks(labels: readonly EdgeLabel[], axis: { low: number; high: number; height: number }): Layout[] {
  const moves = spread(
    labels.map(({ y }) => y),
    axis,
  );
  return labels.map(({ text, role, y }, index) => ({
    xref: "paper",
    x: 1,
    xanchor: "left",
    xshift: 8,
    y,
    yanchor: "middle",
    yshift: moves[index],
    showarrow: false,
    align: "left",
    text: plain(text),
    font: { size, color: styles[role].colour },
  }));
}
