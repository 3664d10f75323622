import { expect, test } from "vitest";
import { page } from "../../../scripts/library/page.ts";

const modules = [
  { name: "models/gpt", what: "A GPT: p(next | before).", sources: ["Radford 2019"], values: ["gpt"] },
  { name: "models/layers/a", what: "A layer.", sources: [], values: [] },
];

test("each module is linked from its lectures and stands in its folder's table, with nothing that breaks a table", () => {
  const made = page({
    folders: [{ folder: "models", modules }],
    lectures: { "models/gpt": [1, 2], "models/layers/a": [2] },
    titles: { 1: "One", 2: "Two", 3: "Three" },
  });
  const lines = made.split("\n");
  expect(lines).toContain("| 1 | One | [gpt](models/gpt.ts) |");
  expect(lines).toContain("| 2 | Two | [gpt](models/gpt.ts) · [layers/a](models/layers/a.ts) |");
  expect(lines).toContain("| 3 | Three | – |");
  expect(lines).toContain("| [gpt](models/gpt.ts) | A GPT: p(next \\| before). | `gpt` | Radford 2019 |");
  expect(lines).toContain("| [layers/a](models/layers/a.ts) | A layer. | – | – |");
});
