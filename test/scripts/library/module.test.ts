import { expect, test } from "vitest";
import { headerOf, sourcesOf, valuesOf } from "../../../scripts/library/module.ts";

test("the header is the first sentence of the first comment, on one line", () => {
  expect(headerOf("/** One thing. Another. */\nexport const x = 1;")).toBe("One thing.");
  expect(headerOf("/**\n * Two lines: of one\n * sentence, e.g. this? No.\n *\n * More.\n */")).toBe(
    "Two lines: of one sentence, e.g. this?",
  );
  expect(headerOf("/** Without an end */")).toBe("Without an end");
  expect(headerOf("export const x = 1; /** Later. */")).toBe("");
  expect(headerOf("")).toBe("");
});

test("sources are what stands after Reference: in any comment, each once", () => {
  const text = `/**
 * A thing.
 *
 * References: Gage 1994, "A New Algorithm"; Sennrich,
 * Haddow and Birch 2016, section 3.2; https://example.org/a;b.
 *
 * More.
 */
/** Reference: He et al. 2015, eq. 10. */
const a = 1;
/**
 * Reference: He et al. 2015, eq. 10.
 * @throws Never.
 */`;
  expect(sourcesOf(text)).toEqual([
    'Gage 1994, "A New Algorithm"',
    "Sennrich, Haddow and Birch 2016, section 3.2",
    "https://example.org/a;b",
    "He et al. 2015, eq. 10",
  ]);
  expect(sourcesOf("// Reference: a line comment is for whoever changes the code")).toEqual([]);
});

test("values are what an index exports by the file that it comes from, types left out", () => {
  const index = `/** A folder. */
export { a, b as c } from "./one.ts";
export type { T } from "./one.ts";
export {
  d,
} from "./layers/two.ts";
export { e } from "./one.ts";
`;
  expect(valuesOf(index)).toEqual(
    new Map([
      ["./one.ts", ["a", "c", "e"]],
      ["./layers/two.ts", ["d"]],
    ]),
  );
  expect(valuesOf("")).toEqual(new Map());
});
