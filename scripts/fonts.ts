/**
 * Make data/fonts: subsets of free fonts with the characters that the course uses. See --help.
 *
 * Characters come from data/fonts/characters.txt (the glossary), notebooks/*.ipynb and lib/worlds; new ones are written back.
 * Needs the npm and PyPI registries and Python 3.10 with venv, for fonttools; all of it in a temporary folder.
 * Families whose licence reserves their name get another one, as the Open Font License asks of modified versions.
 */
import { copyFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { coverage, fontFolder, missingCharacters } from "../lib/show/render/index.ts";
import { recordFiles } from "./shared/manifest.ts";
import { inTemporaryFolder, pythonWith, run, unpackNpm } from "./shared/packages.ts";

const fonttools = "fonttools==4.68.0";
const root = join(import.meta.dirname, "..");

interface Source {
  npm: string;
  file: string;
  licence: string;
  licenceFile: string;
  family?: string;
  weight: 400 | 600 | 700;
  to: string;
  what: string;
}

const inter = {
  npm: "@expo-google-fonts/inter@0.4.2",
  licence: "OFL-1.1",
  licenceFile: "LICENSE_FONT",
  family: "Inter",
};
const hant = { npm: "@embedpdf/fonts-tc@1.0.0", licence: "OFL-1.1", licenceFile: "LICENSE", family: "Course Hant" };
const hans = { npm: "@embedpdf/fonts-sc@1.0.0", licence: "OFL-1.1", licenceFile: "LICENSE", family: "Course Hans" };
const dejavu = { npm: "dejavu-fonts-ttf@2.37.3", licence: "Bitstream-Vera", licenceFile: "LICENSE" };

const sources: readonly Source[] = [
  {
    ...inter,
    file: "400Regular/Inter_400Regular.ttf",
    weight: 400,
    to: "inter-regular.ttf",
    what: "Inter, Latin and Greek",
  },
  {
    ...inter,
    file: "600SemiBold/Inter_600SemiBold.ttf",
    weight: 600,
    to: "inter-semibold.ttf",
    what: "Inter semibold, Latin and Greek",
  },
  {
    ...dejavu,
    file: "ttf/DejaVuSans.ttf",
    weight: 400,
    to: "dejavu-symbols.ttf",
    what: "DejaVu Sans, symbols that Inter lacks",
  },
  {
    ...hant,
    file: "fonts/NotoSansHant-Regular.otf",
    weight: 400,
    to: "hant-regular.otf",
    what: "Noto Sans Hant, renamed",
  },
  {
    ...hant,
    file: "fonts/NotoSansHant-Bold.otf",
    weight: 700,
    to: "hant-bold.otf",
    what: "Noto Sans Hant bold, renamed",
  },
  {
    ...hans,
    file: "fonts/NotoSansHans-Regular.otf",
    weight: 400,
    to: "hans-regular.otf",
    what: "Noto Sans Hans, renamed",
  },
  {
    ...hans,
    file: "fonts/NotoSansHans-Bold.otf",
    weight: 700,
    to: "hans-bold.otf",
    what: "Noto Sans Hans bold, renamed",
  },
];

/** Latin with accents, Greek, punctuation, super- and subscripts, arrows, mathematics, shapes, ticks and stars. */
const ranges = [
  [0x20, 0x7e], [0xa0, 0x17f], [0x2b0, 0x2ff], [0x370, 0x3ff], [0x2010, 0x2027], [0x202f, 0x205e], [0x2070, 0x209c],
  [0x20ac, 0x20ac], [0x2100, 0x214f], [0x2150, 0x218b], [0x2190, 0x21ff], [0x2200, 0x22ff], [0x2300, 0x2328], [0x23ce, 0x23ce],
  [0x2460, 0x2473], [0x2500, 0x25ff], [0x2605, 0x2606], [0x2660, 0x2667], [0x2680, 0x2685], [0x2713, 0x2718],
  [0x27e8, 0x27e9], [0xfffd, 0xfffd],
] as const; // prettier-ignore

const subsetter = `
import sys
from fontTools import subset
from fontTools.ttLib import TTFont
source, target, points, family, style = sys.argv[1:6]
options = subset.Options(layout_features=["kern", "mark", "mkmk", "ccmp", "locl"], hinting=False, desubroutinize=False,
                         name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14], notdef_outline=True, drop_tables=["vhea", "vmtx", "VORG", "BASE"])
font = subset.load_font(source, options)
worker = subset.Subsetter(options)
worker.populate(unicodes=[int(p, 16) for p in open(points).read().split()])
worker.subset(font)
if family:
    flat = family.replace(" ", "")
    for record in font["name"].names:
        new = {1: family, 2: style, 3: flat + "-" + style, 4: family + " " + style, 6: flat + "-" + style}.get(record.nameID)
        if new: font["name"].setName(new, record.nameID, record.platformID, record.platEncID, record.langID)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames[0] = flat + "-" + style
        top = cff[0]
        for key, value in {"FullName": family + " " + style, "FamilyName": family}.items():
            if key in top.rawDict: top.rawDict[key] = value
font["head"].modified = font["head"].created  # the same input gives the same bytes
font.recalcTimestamp = False
font.save(target)
`;

function notebookText(): string {
  return globSync(["notebooks/*.ipynb", "lib/worlds/*.ts"], { cwd: root })
    .map((path) => readFileSync(join(root, path), "utf8"))
    .join("\n");
}

const { check } = new Command("node scripts/fonts.ts")
  .description(
    "Add the characters of notebooks/ and lib/worlds to those that the fonts in data/fonts have, and make the fonts anew. " +
      "Needs the npm and PyPI registries, and Python 3.10 with venv.",
  )
  .option("--check", "only say which characters no font has")
  .parse()
  .opts<{ check?: true }>();

if (check) {
  const missing = missingCharacters(JSON.stringify(notebookText()));
  console.log(missing.length > 0 ? `no font has: ${missing.join(" ")}` : "every character has a glyph");
  process.exitCode = missing.length > 0 ? 1 : 0;
} else await make();

async function make(): Promise<void> {
  mkdirSync(fontFolder, { recursive: true });
  const list = join(fontFolder, "characters.txt");
  const chinese = /[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]/gu;
  const characters = [...new Set((readFileSync(list, "utf8") + notebookText()).match(chinese) ?? [])].sort();
  writeFileSync(list, `${characters.join("").replaceAll(/.{60}/gu, "$&\n").trim()}\n`);
  const latin = ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
  const han = characters.map((char) => char.codePointAt(0)!);

  await inTemporaryFolder((folder) => {
    const python = pythonWith([fonttools], { folder });
    writeFileSync(join(folder, "subset.py"), subsetter);
    const unpacked = new Map<string, string>();
    for (const { npm } of sources) if (!unpacked.has(npm)) unpacked.set(npm, unpackNpm(npm, { folder }));
    const taken = new Set<number>();
    for (const source of sources) {
      const isHan = source.to.startsWith("han");
      // subtle: symbols that Inter has stay out of DejaVu, and DejaVu's out of nothing: the first family that has it wins
      const wanted = isHan ? han : source.to.startsWith("dejavu") ? latin.filter((code) => !taken.has(code)) : latin;
      writeFileSync(join(folder, "points.txt"), wanted.map((code) => code.toString(16)).join("\n"));
      const target = join(fontFolder, source.to);
      const style = source.weight === 400 ? "Regular" : "Bold";
      const file = join(unpacked.get(source.npm)!, source.file);
      run(python, ["subset.py", file, target, "points.txt", source.family ?? "", style], { cwd: folder });
      for (const code of coverage([target])) taken.add(code);
      const licence = join(fontFolder, `LICENCE-${source.to.split("-")[0]}.txt`);
      copyFileSync(join(unpacked.get(source.npm)!, source.licenceFile), licence);
    }
  });
  record();
}

/** Rows of data/manifest.json for every file in data/fonts. */
function record(): void {
  const files = globSync("*", { cwd: fontFolder })
    .sort()
    .map((name) => {
      const source = sources.find((one) => one.to === name);
      const family = sources.find((one) => name === `LICENCE-${one.to.split("-")[0]}.txt`);
      return {
        path: `data/fonts/${name}`,
        what: source
          ? `${source.what}: a subset with the characters the course uses, from ${source.npm} ${source.file}`
          : family
            ? `the licence of the fonts from ${family.npm}`
            : "the Chinese characters that the font subsets hold",
        licence: source?.licence ?? family?.licence ?? "MIT",
        rebuild:
          source || family
            ? "node scripts/fonts.ts"
            : "kept by hand; node scripts/fonts.ts adds the notebooks' characters",
      };
    });
  recordFiles("data/fonts/", files);
}
