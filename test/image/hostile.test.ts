/** Files that are no pictures, or not the ones that they seem: a clear error or a right result, and nothing else. */
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { decodeImage, encodeAnimation, photograph, photographNames, psnr, turn } from "../../lib/image/index.ts";
import { fixture, grey, patch } from "./golden.ts";

test("16 bits a value are 8 of them, a palette and CMYK are red, green and blue", async () => {
  expect(await decodeImage(fixture("grey16.png"))).toEqual(grey);
  const palette = await decodeImage(fixture("palette.png"));
  expect(palette.channels).toBe(3);
  expect(psnr(palette, patch)).toBeGreaterThan(25);
  const cmyk = await decodeImage(fixture("cmyk.jpg"));
  expect([cmyk.width, cmyk.height, cmyk.channels]).toEqual([32, 24, 3]);
  expect(psnr(cmyk, patch)).toBeGreaterThan(20);
});

test("a picture that says it lies on its side is put upright", async () => {
  // orientation 6: it has to be turned clockwise by a quarter
  const upright = await decodeImage(fixture("turned.jpg"));
  expect([upright.width, upright.height]).toEqual([24, 32]);
  expect(psnr(upright, turn(patch, { quarters: 1 }))).toBeGreaterThan(30);
});

test("of a film the first frame is the picture", async () => {
  const film = await encodeAnimation([patch, { ...patch, pixels: patch.pixels.map((value) => 255 - value) }], {
    framesPerSecond: 5,
  });
  const { pixels, channels } = await decodeImage(film);
  expect(pixels.filter((_, i) => channels === 3 || i % 4 < 3)).toEqual(patch.pixels);
});

test.each(["cut.png", "huge-header.png", "zero-pixels.png"])("%s is refused", async (name) => {
  await expect(decodeImage(fixture(name))).rejects.toThrow("decodeImage bytes: expected a whole picture");
});

test("drawings that may refer to other files are refused unread, compressed or not, whatever stands before them", async () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>';
  const files = [svg, ` \n\t${svg}`, `\ufeff<?xml version="1.0"?>${svg}`, `<!-- a -->${svg}`].map((text) =>
    new TextEncoder().encode(text),
  );
  for (const file of [...files, new Uint8Array(gzipSync(svg))])
    await expect(decodeImage(file)).rejects.toThrow("decodeImage bytes: expected a picture made of pixels");
});

test("what is no picture at all is refused", async () => {
  for (const bytes of [
    Uint8Array.of(0),
    new TextEncoder().encode("hello"),
    new Uint8Array(5000),
    new TextEncoder().encode("%PDF-1.4\n"),
  ])
    await expect(decodeImage(bytes)).rejects.toThrow("decodeImage bytes: expected a whole picture");
  await expect(decodeImage(new Uint8Array(0))).rejects.toThrow("decodeImage bytes: expected the bytes of a picture");
  await expect(decodeImage("cat.png" as never)).rejects.toThrow("decodeImage bytes: expected the bytes of a picture");
});

test("the photographs are there, in sizes that patches fit into", async () => {
  for (const name of photographNames) {
    const { width, height, channels } = await photograph(name);
    expect([width % 32, height % 32, channels]).toEqual([0, 0, 3]);
  }
  await expect(photograph("dog" as never)).rejects.toThrow('photograph name: expected cat or coffee, got "dog"');
});
