import * as fc from "fast-check";
import { expect, test } from "vitest";
import { nextIndent } from "../../lib/session/indent.ts";

test.each([
  ["f(", "  "],
  ["if (a) {", "  "],
  ["if (a) {\n  b;", "  "],
  ["if (a) {\n  b;\n", "  "],
  ["if (a) {\n  if (b) {", "    "],
  ["if (a) {\n  if (b) {\n    c;\n  }", "  "],
  ["f(a, {", "  "],
  ["[\n  1,", "  "],
  ["a +", "  "],
  ["const a =", "  "],
  ["const a =\n  b +", "  "],
  ["if (a)", "  "],
  ["(a) =>", "  "],
  ["f('(', [\"{\"],", "  "],
  ["f(/[(]/,", "  "],
  ["a / b; f(c / d,", "  "],
  ["// (\na +", "  "],
  ["/* ( */ a +", "  "],
  ["`text", ""],
  ["{\n  `text ${a} and\n", ""],
  ["`${f(", "  "],
  ["`${a}`; f(`${b}`,", "  "],
  ["  /* words", "  "],
  ["@dec", "  "],
])("%j goes on behind %j", (code, indent) => expect(nextIndent(code)).toBe(indent));

test("any text has an indent of blanks, at once", () => {
  const piece = fc.constantFrom(
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "`",
    "${",
    "'",
    '"',
    "/",
    "*",
    "\\",
    "\n",
    " ",
    "a",
    "//",
    "/*",
    "*/",
    ",",
    "=>",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      expect(nextIndent(pieces.join(""))).toMatch(/^\s*$/u);
    }),
    { numRuns: 1000 },
  );
});
