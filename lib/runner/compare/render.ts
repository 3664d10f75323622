/** Differences as lines for a terminal: what the file has with `-`, what came now with `+`. */
import { stripVTControlCharacters, styleText } from "node:util";
import { diffLines } from "diff";
import type { Difference } from "./outputs.ts";

/** Lines shown of one difference; more would bury the other cells. */
const maxLines = 40;
const maxWidth = 200;

export function renderDifferences(differences: readonly Difference[], { colour = false } = {}): string {
  return differences.map((difference) => renderOne(difference, colour)).join("\n");
}

function renderOne({ where, committed, actual, reason }: Difference, colour: boolean): string {
  const head = reason === undefined ? where : `${where}: ${reason}`;
  if (committed === "" && actual === "") return head;
  const lines = diffLines(terminated(committed), terminated(actual)).flatMap(({ value, added, removed }) => {
    const sign = added ? "+" : removed ? "-" : " ";
    const texts = value.replace(/\n$/, "").split("\n");
    // unchanged stretches only need their edges
    const shown = sign === " " && texts.length > 6 ? [...texts.slice(0, 3), "…", ...texts.slice(-3)] : texts;
    return shown.map((text) => paint(`${sign} ${clip(text)}`, sign, colour));
  });
  const cut =
    lines.length > maxLines ? [...lines.slice(0, maxLines), `… ${lines.length - maxLines} more lines`] : lines;
  return [head, ...cut].join("\n");
}

function terminated(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}

/** Subtle: an output may hold control codes, and a diff must not let it drive the terminal. */
function clip(text: string): string {
  // oxlint-disable-next-line no-control-regex -- removing them is the point
  const plain = stripVTControlCharacters(text).replaceAll(/[\x00-\x08\x0b-\x1f\x7f]/g, "�");
  return plain.length > maxWidth ? `${plain.slice(0, maxWidth)}…` : plain;
}

function paint(line: string, sign: string, colour: boolean): string {
  if (!colour || sign === " ") return line;
  return styleText(sign === "+" ? "green" : "red", line, { validateStream: false });
}
