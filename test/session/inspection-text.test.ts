import * as fc from "fast-check";
import { expect, test } from "vitest";
import { fold } from "../../lib/session/fold.ts";
import { inspectionOf } from "../../lib/session/inspection-text.ts";

const facts = {
  signature: "function twice(n: number, times?: number): number",
  documentation: "Doubles. See {@link half the opposite} and {@link https://example.org a page}.",
  tags: [
    { name: "param", text: "n - what is doubled" },
    { name: "param", text: "[times=1] how often" },
    { name: "returns", text: "twice that" },
    { name: "throws", text: "{RangeError} never" },
    { name: "example", text: "twice(2) // 4" },
    { name: "deprecated", text: "use `n * 2`" },
    { name: "beta", text: "" },
  ],
};

test("Markdown has the signature as TypeScript, tags as headings and lists, links as links", () => {
  expect(inspectionOf({ ...facts, overloads: 3, parameter: "times?: number" }).markdown).toBe(`\`\`\`ts
function twice(n: number, times?: number): number
// and 2 more signatures
\`\`\`

**This argument**

- \`times?: number\`: how often

**Deprecated** use \`n * 2\`

Doubles. See \`the opposite\` and [a page](https://example.org).

**Parameters**

- \`n\`: what is doubled
- \`times\`: how often

**Returns** twice that

**Throws** \`RangeError\` never

**Example**

\`\`\`ts
twice(2) // 4
\`\`\`

**@beta**`);
});

test("plain text says the same without marks", () => {
  expect(inspectionOf(facts).text).toBe(`function twice(n: number, times?: number): number

Deprecated: use \`n * 2\`

Doubles. See \`the opposite\` and [a page](https://example.org).

Parameters:
  n: what is doubled
  times: how often

Returns: twice that

Throws: \`RangeError\` never

Example:
  twice(2) // 4

@beta`);
});

test("a fence in the text cannot end the fence around it", () => {
  const { markdown } = inspectionOf({ signature: 'type A = "```"', documentation: "", tags: [] });
  expect(markdown).toBe('````ts\ntype A = "```"\n````');
});

test("an example that brings its own fences keeps them", () => {
  const text = "Words.\n```ts\ncode\n```";
  const { markdown } = inspectionOf({ signature: "x", documentation: "", tags: [{ name: "example", text }] });
  expect(markdown).toContain(`**Example**\n\n${text}`);
});

test("long signatures are folded at their outermost brackets, then further in", () => {
  const inner = "(previous: number, current: number, index: number, array: readonly number[], more: string) => number";
  expect(fold(`function reduce(callback: ${inner}, initial: number): number`)).toBe(`function reduce(
  callback: (
    previous: number,
    current: number,
    index: number,
    array: readonly number[],
    more: string
  ) => number,
  initial: number
): number`);
  expect(fold("const a: { b: 1; }")).toBe("const a: { b: 1; }");
});

const squeeze = (text: string): string => text.replaceAll(/[\s|]/gu, "");

test("folding adds nothing but line breaks and blanks, whatever the text", () => {
  const piece = fc.constantFrom("(", ")", "{", "}", "<", ">", "=>", ", ", "; ", " | ", "name", "[", "]", "'a'", ": ");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join("");
      const folded = fold(text);
      if (!folded.endsWith("…")) expect(squeeze(folded)).toBe(squeeze(text));
    }),
    { numRuns: 500 },
  );
});

test("a link that never closes is read in no time", () => {
  const started = performance.now();
  const { text } = inspectionOf({ ...facts, documentation: `{@link a${" ".repeat(20_000)}b` });
  expect(text).toContain("{@link a");
  expect(performance.now() - started).toBeLessThan(2000);
});
