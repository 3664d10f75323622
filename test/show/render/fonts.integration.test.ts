/** The fonts in data/fonts have what figures need, and nothing is drawn as an empty box. */
import { globSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Resvg } from "@resvg/resvg-js";
import { describe, expect, test } from "vitest";
import { plotlyMime } from "../../../lib/show/figure.ts";
import { coverage, fontFiles, fontFolder, missingCharacters } from "../../../lib/show/render/index.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

test("fonts take less than 1.5 MB in all", () => {
  expect(fontFiles.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(1_500_000);
});

describe("characters", () => {
  test("that figures use have a glyph", () => {
    expect(missingCharacters("aZ09éüßñ αβγΔΣπ ·×÷±≥≤≠≈−–—…“”‘’ ←↑→↓⇒ ∞∑√∂∈ ₀₁²³ ✔✘★☆●■▲▶◆ ⏎∅ ⟨⟩ €£")).toEqual([]);
  });

  test("of the glossary have a glyph, in regular and in bold", () => {
    const text = readFileSync(`${fontFolder}characters.txt`, "utf8");
    expect(missingCharacters(text)).toEqual([]);
    const bold = coverage(fontFiles.filter((file) => file.includes("-bold.")));
    expect(
      [...new Set(text)].filter((char) => /\p{Script=Han}/u.test(char) && !bold.has(char.codePointAt(0)!)),
    ).toEqual([]);
  });

  test("that no font has are named once each", () => {
    expect(missingCharacters("a🦊b🦊א")).toEqual(["🦊", "א"]);
  });

  test("are covered just where the drawing engine does not draw its empty box", () => {
    const options = { font: { fontFiles, loadSystemFonts: false, defaultFontFamily: "Inter" } };
    const drawn = (char: string): string =>
      new Resvg(
        `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="60"><text x="9" y="40" font-family="Inter" font-size="32">${char}</text></svg>`,
        options,
      )
        .render()
        .pixels.toString("base64");
    const box = drawn("\u{13000}"); // an Egyptian hieroglyph, which none of the fonts has
    for (const char of ["A", "文", "词", "★", "Ω", "⏎", "≤", "→", "é", "\u05D0", "\u0E01", "あ", "Ж"])
      expect([char, missingCharacters(char).length === 1]).toEqual([char, drawn(char) === box]);
  });

  test("of every figure and every Chinese word in the notebooks' code have a glyph", () => {
    const missing = globSync("notebooks/*.ipynb", { cwd: root }).flatMap((path) => {
      const text = figureText(readFileSync(root + path, "utf8"));
      const lost = missingCharacters(text);
      return lost.length > 0 ? [`${path}: ${lost.join(" ")}`] : [];
    });
    expect(missing, "node scripts/fonts.ts adds them").toEqual([]);
  });
});

interface Cell {
  cell_type: string;
  source: string | string[];
  outputs?: { data?: Record<string, unknown> }[];
}

/** All strings of the plotly outputs, and the Chinese of code cells, from which figures to come are made. */
function figureText(notebook: string): string {
  const { cells } = JSON.parse(notebook) as { cells: Cell[] };
  const code = cells.filter((cell) => cell.cell_type === "code");
  const chinese = code.flatMap(
    (cell) =>
      [cell.source]
        .flat()
        .join("")
        .match(/\p{Script=Han}/gu) ?? [],
  );
  const plots = code.flatMap((cell) => (cell.outputs ?? []).map((output) => strings(output.data?.[plotlyMime])));
  return [...chinese, ...plots].join("");
}

function strings(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" && value !== null ? Object.values(value).map(strings).join("") : "";
}
