/** Which of the course's claims were found in the outputs of a run, where, and with which numbers. */
import * as v from "valibot";
import { InputError } from "../core/index.ts";
import type { FoundClaim } from "./claims.ts";
import type { RunReport } from "./run.ts";

/** The part of a row of data/claims.json that is needed here. */
const inventorySchema = v.array(v.looseObject({ id: v.string(), chapter: v.number(), sentence: v.string() }));

export type ClaimInventory = v.InferOutput<typeof inventorySchema>;

/** Read the text of data/claims.json. Throws `InputError` if it is not a list of claims. */
export function parseInventory(text: string): ClaimInventory {
  try {
    return v.parse(inventorySchema, JSON.parse(text));
  } catch (error) {
    throw new InputError(
      `claims: expected a list of claims with id, chapter and sentence, got an error: ${(error as Error).message}`,
    );
  }
}

/**
 * Every claim of the chapters that were run: where it is and its numbers, or that it is missing.
 * A chapter was run if one of its claims was found or a notebook's name starts with its number.
 */
export function claimsText({ notebooks }: RunReport, inventory: ClaimInventory): string {
  const found = notebooks.flatMap(({ notebook, claims }) => claims.map((claim) => ({ notebook, ...claim })));
  const started = notebooks.map(({ notebook }) => Number(/^\d+/.exec(notebook.split("/").at(-1)!)?.[0]));
  const chapters = new Set([...started, ...found.map(({ id }) => Number.parseInt(id, 10))]);
  const rows = inventory.filter(({ chapter }) => chapters.has(chapter));
  const places = rows.map((row) => ({ row, tests: found.filter(({ id }) => id === row.id) }));
  const known = new Set(inventory.map(({ id }) => id));
  const strangers = found.filter(({ id }) => !known.has(id));
  const covered = places.filter(({ tests }) => tests.length > 0).length;
  return [
    ...places.flatMap(({ row, tests }) => [
      oneLine(`${stateOf(tests)}  ${row.id}  ${row.sentence}`, { width: Infinity }),
      ...tests.flatMap(testLines),
    ]),
    ...strangers.map(({ id, notebook, cell }) =>
      oneLine(`${notebook}, cell ${cell}: claim ${id} is not in data/claims.json`),
    ),
    `claims: ${covered} of ${rows.length} covered, ${rows.length - covered} missing`,
  ].join("\n");
}

/** As wide as each other, so that the eye can run down the first column. */
function stateOf(tests: readonly FoundClaim[]): string {
  if (tests.length === 0) return "missing";
  return tests.every(({ holds }) => holds) ? "holds  " : "FAILS  ";
}

/** Where a claim is tested and its numbers, below its sentence: beside it, no terminal would be wide enough. */
function testLines({
  notebook,
  cell,
  holds,
  expected,
  measured,
  control,
}: FoundClaim & { notebook: string }): string[] {
  return [
    `${holds ? "" : "FAILS in "}${notebook}, cell ${cell}`,
    `expected  ${expected}`,
    `measured  ${measured}`,
    `control   ${control}`,
  ].map((line) => `               ${oneLine(line)}`);
}

/** Subtle: a claim's text comes from an output, which may hold anything, and a row is one line of a terminal. */
function oneLine(text: string, { width = 300 } = {}): string {
  // oxlint-disable-next-line no-control-regex -- removing them is the point
  const plain = text.replaceAll(/[\x00-\x1f\x7f]+/g, " ");
  return plain.length > width ? `${plain.slice(0, width - 1)}…` : plain;
}
