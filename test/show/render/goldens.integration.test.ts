/**
 * Pictures that people have looked at. A mismatch leaves `<name>-changed.png` beside the golden, for eyes;
 * UPDATE_GOLDENS=1 accepts what is drawn now. Drawn by lib/show itself from test/show/examples.ts.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import pixelmatch from "pixelmatch";
import sharp from "sharp";
import { expect, test } from "vitest";
import { examples } from "../examples.ts";

const folder = new URL("../goldens/", import.meta.url);

async function pixels(png: Uint8Array): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

test.each(Object.keys(examples))("%s looks as it did", async (name) => {
  const golden = new URL(`${name}.png`, folder);
  const changed = new URL(`${name}-changed.png`, folder);
  const drawn = await examples[name]!.png();
  if (process.env["UPDATE_GOLDENS"]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(golden, drawn);
  }
  expect(existsSync(golden), `${name}.png is in test/show/goldens`).toBe(true);
  const [now, before] = [await pixels(drawn), await pixels(readFileSync(golden))];
  const same =
    now.width === before.width &&
    now.height === before.height &&
    // anti-aliased edges may differ by a shade between machines: one pixel in a thousand, no more
    pixelmatch(now.data, before.data, undefined, now.width, now.height, { threshold: 0.15 }) <=
      now.width * now.height * 0.001;
  if (same) rmSync(changed, { force: true });
  else writeFileSync(changed, drawn);
  expect(same, `drawn differently: see ${changed.pathname}`).toBe(true);
});
