import { deflateSync, inflateSync, crc32 } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { InputError, rng } from "../../lib/core/index.ts";
import { createImage, decodeImage, encodePng } from "../../lib/image/index.ts";
import type { Channels, Image } from "../../lib/image/index.ts";

function random(width: number, height: number, channels: Channels): Image {
  const die = rng(width * 100 + height * 10 + channels);
  return {
    width,
    height,
    channels,
    pixels: Uint8Array.from({ length: width * height * channels }, () => die.int(256)),
  };
}

/** One chunk of a PNG file: length, type, data, checksum. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([size, body, sum]);
}

/** A PNG file written by hand after the PNG specification: signature, then chunks of length, type, data and checksum. */
function pngFile(
  header: { width: number; height: number; depth: number; colour: number },
  rows: Uint8Array,
): Uint8Array {
  const ihdr = Buffer.alloc(13);
  ihdr.writeUInt32BE(header.width, 0);
  ihdr.writeUInt32BE(header.height, 4);
  ihdr[8] = header.depth;
  ihdr[9] = header.colour;
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return new Uint8Array(
    Buffer.concat([signature, chunk("IHDR", ihdr), chunk("IDAT", deflateSync(rows)), chunk("IEND", new Uint8Array())]),
  );
}

describe("encodePng and decodeImage", () => {
  it.each([1, 3, 4] as const)("lose nothing with %i channels, whatever the size", async (channels) => {
    for (const [width, height] of [
      [1, 1],
      [1, 9],
      [8, 8],
      [13, 5],
    ] as const) {
      const image = random(width, height, channels);
      expect(await decodeImage(await encodePng(image))).toEqual(image);
    }
  });

  it("read a file written by hand after the specification", async () => {
    // 2×2 grey; each row starts with filter byte 0
    const grey = pngFile({ width: 2, height: 2, depth: 8, colour: 0 }, Uint8Array.of(0, 10, 20, 0, 30, 40));
    expect(await decodeImage(grey)).toEqual({
      width: 2,
      height: 2,
      channels: 1,
      pixels: Uint8Array.of(10, 20, 30, 40),
    });
    const colour = pngFile({ width: 1, height: 1, depth: 8, colour: 2 }, Uint8Array.of(0, 1, 2, 3));
    expect(await decodeImage(colour)).toEqual({ width: 1, height: 1, channels: 3, pixels: Uint8Array.of(1, 2, 3) });
  });

  it("write a file whose own compressed rows hold the pixels", async () => {
    const png = Buffer.from(await encodePng(createImage({ width: 1, height: 1, channels: 1, fill: 7 })));
    const at = png.indexOf("IDAT");
    const data = inflateSync(png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4)));
    expect(data.at(-1)).toBe(7);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([1, 1]);
  });

  it("scale 16 bits to 0 … 255, grey and colour", async () => {
    const rows = Uint8Array.of(0, 0, 0, 0xff, 0xff, 0x80, 0x80);
    const grey = await decodeImage(pngFile({ width: 3, height: 1, depth: 16, colour: 0 }, rows));
    expect(grey.channels).toBe(1);
    expect([...grey.pixels]).toEqual([0, 255, 128]);
    const colour = await decodeImage(pngFile({ width: 1, height: 1, depth: 16, colour: 2 }, rows));
    expect([...colour.pixels]).toEqual([0, 255, 128]);
  });

  it("turn CMYK into red, green and blue", async () => {
    const cmyk = await sharp({ create: { width: 4, height: 4, channels: 3, background: "#ff0000" } })
      .toColourspace("cmyk")
      .jpeg({ quality: 100 })
      .toBuffer();
    const { channels, pixels } = await decodeImage(new Uint8Array(cmyk));
    expect(channels).toBe(3);
    expect(pixels[0]).toBeGreaterThan(180);
    expect(Math.max(pixels[1]!, pixels[2]!)).toBeLessThan(80);
  });

  it("keep the opacity of grey with opacity, as 4 channels", async () => {
    const file = pngFile({ width: 1, height: 1, depth: 8, colour: 4 }, Uint8Array.of(0, 50, 128));
    expect(await decodeImage(file)).toEqual({
      width: 1,
      height: 1,
      channels: 4,
      pixels: Uint8Array.of(50, 50, 50, 128),
    });
  });

  it.each([
    ["nothing", new Uint8Array()],
    ["no picture", new TextEncoder().encode("hello, this is text")],
    [
      "a picture of 50,000 × 50,000",
      pngFile({ width: 50_000, height: 50_000, depth: 8, colour: 0 }, new Uint8Array(8)),
    ],
    ["a picture without pixels", pngFile({ width: 0, height: 0, depth: 8, colour: 0 }, new Uint8Array())],
    ["a picture with too few rows", pngFile({ width: 9, height: 9, depth: 8, colour: 0 }, new Uint8Array(10))],
  ])("refuse %s with a clear error", async (_, bytes) => {
    await expect(decodeImage(bytes)).rejects.toThrow(InputError);
    await expect(decodeImage(bytes)).rejects.toThrow("decodeImage bytes: expected");
  });

  it("refuse a file cut off anywhere", async () => {
    const whole = await encodePng(random(8, 8, 3));
    for (const share of [0.1, 0.5, 0.9])
      await expect(decodeImage(whole.slice(0, Math.floor(whole.length * share)))).rejects.toThrow(InputError);
  });

  it("refuse to write a picture whose pixels do not match its size", async () => {
    await expect(encodePng({ width: 2, height: 2, channels: 1, pixels: new Uint8Array(5) })).rejects.toThrow(
      "encodePng image pixels: expected [2, 2, 1] = 4 numbers",
    );
  });
});
