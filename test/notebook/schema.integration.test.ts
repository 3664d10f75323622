import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv } from "ajv";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNotebook, serialiseNotebook } from "../../lib/notebook/index.ts";

// nbformat's own schema is draft 4; it differs from draft 7 only in keywords that the file does not use
const file = path.join(import.meta.dirname, "../fixtures/nbformat/nbformat.v4.5.schema.json");
const { $schema: _, ...schema } = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
const official = new Ajv({ strict: false }).compile(schema);

const base = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { name: "tslab", display_name: "TypeScript" }, language_info: { name: "typescript" } },
  cells: [
    {
      cell_type: "markdown",
      id: "m",
      metadata: { tags: ["a", "b"] },
      source: ["# a\n", "b"],
      attachments: { "a.png": { "image/png": "AA==" } },
    },
    { cell_type: "raw", id: "r", metadata: { format: "text/plain" }, source: "" },
    {
      cell_type: "code",
      id: "c",
      metadata: { collapsed: false, scrolled: "auto" },
      source: "1",
      execution_count: 1,
      outputs: [
        { output_type: "stream", name: "stdout", text: ["a\n"] },
        { output_type: "display_data", data: { "text/plain": ["a"], "application/x+json": { a: [1] } }, metadata: {} },
        { output_type: "execute_result", data: {}, metadata: {}, execution_count: null },
        { output_type: "error", ename: "E", evalue: "", traceback: ["x"] },
      ],
    },
  ],
};

const strange = fc.constantFrom<unknown>(null, 0, -1, 1.5, "", "a,b", "x y", true, [], {}, ["a", "a"], [1], {
  "text/plain": 1,
});

/** Every path to a value in `value`. */
function paths(value: unknown, at: string[] = []): string[][] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => paths(inner, [...at, key]))];
}

function mutated(at: string[], value: unknown, how: "replace" | "remove" | "add"): unknown {
  const copy = structuredClone(base) as unknown;
  if (at.length === 0) return copy;
  let parent = copy as Record<string, unknown>;
  for (const key of at.slice(0, -1)) parent = parent[key] as Record<string, unknown>;
  const key = at.at(-1)!;
  if (how === "replace") parent[key] = value;
  else if (how === "add" && !Array.isArray(parent)) parent["stranger"] = value;
  else if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else delete parent[key];
  return copy;
}

describe("against nbformat's schema", () => {
  test("the unchanged notebook is valid, and stays so when it is read and written", () => {
    expect(official(base)).toBe(true);
    expect(official(JSON.parse(serialiseNotebook(parseNotebook(JSON.stringify(base)))))).toBe(true);
  });

  test("what parses is valid and what is valid parses, however a notebook is damaged", () => {
    const damage = fc.record({
      at: fc.constantFrom(...paths(base)),
      value: strange,
      how: fc.constantFrom("replace" as const, "remove" as const, "add" as const),
    });
    fc.assert(
      fc.property(damage, ({ at, value, how }) => {
        const json = JSON.parse(JSON.stringify(mutated(at, value, how))) as unknown;
        let parsed = true;
        try {
          parseNotebook(JSON.stringify(json));
        } catch {
          parsed = false;
        }
        expect(parsed, JSON.stringify({ at, value, how, errors: official.errors })).toBe(official(json));
      }),
      { numRuns: 2000 },
    );
  });
});
