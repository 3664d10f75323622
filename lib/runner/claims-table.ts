/** Which of the course's claims were found in the outputs of a run, where, and with which numbers. */
import * as v from "valibot";
import { InputError } from "../core/index.ts";
import type { RunReport } from "./run.ts";
import { table } from "./table.ts";

/** The part of a row of data/claims.json that is needed here. */
const inventorySchema = v.array(v.looseObject({ id: v.string(), chapter: v.number(), sentence: v.string() }));

export type ClaimInventory = v.InferOutput<typeof inventorySchema>;

/** Read the text of data/claims.json. Throws `InputError` if it is not a list of claims. */
export function parseInventory(text: string): ClaimInventory {
  try {
    return v.parse(inventorySchema, JSON.parse(text));
  } catch (error) {
    throw new InputError(
      `claims: expected a list of claims with id, chapter and sentence: ${(error as Error).message}`,
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
  const rows = inventory
    .filter(({ chapter }) => chapters.has(chapter))
    .flatMap(({ id, sentence }) => {
      const places = found.filter((claim) => claim.id === id);
      if (places.length === 0) return [["missing", id, "", "", "", "", sentence]];
      return places.map(({ notebook, cell, holds, expected, measured, control }) => [
        holds ? "holds" : "FAILS",
        id,
        `${notebook}, cell ${cell}`,
        expected,
        measured,
        control,
        sentence,
      ]);
    });
  const known = new Set(inventory.map(({ id }) => id));
  const strangers = found.filter(({ id }) => !known.has(id));
  const ids = new Set(rows.filter(([state]) => state !== "missing").map(([, id]) => id));
  const total = inventory.filter(({ chapter }) => chapters.has(chapter)).length;
  return [
    table(
      [["state", "claim", "where", "expected", "measured", "control", "sentence"], ...rows].map((row) =>
        row.map(oneLine),
      ),
    ),
    ...strangers.map(({ id, notebook, cell }) => `${notebook}, cell ${cell}: claim ${id} is not in data/claims.json`),
    `claims: ${ids.size} of ${total} covered, ${total - ids.size} missing`,
  ].join("\n");
}

/** Subtle: a claim's text comes from an output, which may hold anything, and a row is one line of a terminal. */
function oneLine(text: string): string {
  // oxlint-disable-next-line no-control-regex -- removing them is the point
  const plain = text.replaceAll(/[\x00-\x1f\x7f]+/g, " ");
  return plain.length > 90 ? `${plain.slice(0, 89)}…` : plain;
}
