import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createImage, crop, grid, patchify, resizeNearest, toGray, unpatchify } from "../../lib/image/index.ts";
import type { Channels, Image } from "../../lib/image/index.ts";

/** A picture whose numbers are 0, 1, 2 … in storage order. */
function counting(width: number, height: number, channels: Channels = 1): Image {
  return { width, height, channels, pixels: Uint8Array.from({ length: width * height * channels }, (_, i) => i) };
}

const dot = (value: number) => createImage({ width: 1, height: 1, channels: 1, fill: value });

const outside = (part: object) => () => crop(counting(4, 3), { left: 0, top: 0, width: 1, height: 1, ...part });

const anyImage = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 7 }),
    channels: fc.constantFrom<Channels>(1, 3, 4),
  })
  .chain(({ width, height, channels }) => {
    const length = width * height * channels;
    return fc
      .uint8Array({ minLength: length, maxLength: length })
      .map((pixels): Image => ({ width, height, channels, pixels }));
  });

describe("createImage", () => {
  it("fills with one number or one for each channel", () => {
    expect([...createImage({ width: 2, height: 1, channels: 3, fill: [1, 2, 3] }).pixels]).toEqual([1, 2, 3, 1, 2, 3]);
    expect([...createImage({ width: 1, height: 2, channels: 1, fill: 9 }).pixels]).toEqual([9, 9]);
  });

  it.each([
    [{ width: 0, height: 1, channels: 1 }, "createImage width: expected an integer from 1"],
    [{ width: 1.5, height: 1, channels: 1 }, "createImage width"],
    [{ width: Number.NaN, height: 1, channels: 1 }, "createImage width"],
    [{ width: 50_000, height: 50_000, channels: 1 }, 'at most 16777216 pixels, got "50000×50000"'],
    [{ width: 1, height: 1, channels: 2 }, "createImage channels: expected 1, 3 or 4, got 2"],
    [{ width: 1, height: 1, channels: 3, fill: [1] }, "createImage fill: expected 3 numbers"],
    [{ width: 1, height: 1, channels: 1, fill: 256 }, "createImage fill: expected an integer from 0 to 255, got 256"],
  ])("refuses %j", (options, message) => {
    expect(() => createImage(options as never)).toThrow(message);
  });
});

describe("crop", () => {
  it("cuts the rectangle, checked pixel by pixel", () => {
    expect([...crop(counting(4, 3), { left: 1, top: 1, width: 2, height: 2 }).pixels]).toEqual([5, 6, 9, 10]);
    expect([...crop(counting(2, 2, 3), { left: 1, top: 0, width: 1, height: 2 }).pixels]).toEqual([3, 4, 5, 9, 10, 11]);
  });

  it("returns an equal picture that shares no memory when it cuts nothing off", () => {
    const image = counting(3, 2);
    const whole = crop(image, { left: 0, top: 0, width: 3, height: 2 });
    expect(whole).toEqual(image);
    whole.pixels[0] = 99;
    expect(image.pixels[0]).toBe(0);
  });

  it("refuses a rectangle that reaches outside", () => {
    expect(outside({ left: 4 })).toThrow("crop left: expected an integer from 0 to 3, got 4");
    expect(outside({ left: 2, width: 3 })).toThrow("crop width: expected an integer from 1 to 2, got 3");
    expect(outside({ top: -1 })).toThrow("crop top");
    expect(outside({ height: 0 })).toThrow("crop height");
  });
});

describe("resizeNearest", () => {
  it("makes each pixel a block when enlarged by a whole number", () => {
    fc.assert(
      fc.property(anyImage, fc.integer({ min: 1, max: 4 }), (image, scale) => {
        const { width, height, channels } = image;
        const large = resizeNearest(image, { width: width * scale, height: height * scale });
        for (let y = 0; y < height * scale; y++)
          for (let x = 0; x < width * scale; x++)
            for (let c = 0; c < channels; c++)
              expect(large.pixels[(y * width * scale + x) * channels + c]).toBe(
                image.pixels[(Math.floor(y / scale) * width + Math.floor(x / scale)) * channels + c],
              );
        expect(resizeNearest(large, { width, height })).toEqual(image);
      }),
      { numRuns: 50 },
    );
  });

  it("refuses an empty result", () => {
    expect(() => resizeNearest(counting(2, 2), { width: 0, height: 2 })).toThrow("width");
  });
});

describe("grid", () => {
  it("lays pictures in rows with a frame around each, checked pixel by pixel", () => {
    const sheet = grid([dot(1), dot(2), dot(3)], { columns: 2, gap: 1, background: 0 });
    expect([sheet.width, sheet.height]).toEqual([5, 5]);
    expect([...sheet.pixels]).toEqual([0, 0, 0, 0, 0, 0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it("without a gap holds every picture where crop finds it again", () => {
    const images = [counting(3, 2, 3), counting(3, 2, 3), createImage({ width: 3, height: 2, channels: 3, fill: 7 })];
    const sheet = grid(images, { columns: 2, gap: 0 });
    for (const [i, image] of images.entries())
      expect(crop(sheet, { left: (i % 2) * 3, top: Math.floor(i / 2) * 2, width: 3, height: 2 })).toEqual(image);
  });

  it("is no wider than its pictures and has an opaque background", () => {
    expect(grid([counting(2, 2)], { columns: 8, gap: 0 }).width).toBe(2);
    const clear = createImage({ width: 1, height: 1, channels: 4 });
    expect(Array.from(grid([clear], { columns: 1 }).pixels.subarray(0, 4))).toEqual([128, 128, 128, 255]);
  });

  it("refuses no pictures and pictures of different sizes", () => {
    expect(() => grid([], { columns: 2 })).toThrow("grid images: expected at least one image");
    expect(() => grid([counting(1, 1), counting(2, 1)], { columns: 2 })).toThrow(
      'grid images[1]: expected 1×1×1, got "2×1×1"',
    );
    expect(() => grid([counting(1, 1)], { columns: 0 })).toThrow("grid columns");
  });
});

describe("toGray", () => {
  it("weighs red, green and blue as the standard does", () => {
    // ITU-R BT.601: pure red 76, green 150, blue 29
    const primaries = { width: 4, height: 1, channels: 3 as const };
    const pixels = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
    expect([...toGray({ ...primaries, pixels }).pixels]).toEqual([76, 150, 29, 255]);
  });

  it("leaves grey as it is, whatever the number of channels", () => {
    for (let value = 0; value < 256; value++)
      expect(toGray(createImage({ width: 1, height: 1, channels: 3, fill: value })).pixels[0]).toBe(value);
    expect(toGray(counting(3, 2))).toEqual(counting(3, 2));
  });
});

describe("patchify", () => {
  it("cuts an oblong into patches in reading order, checked pixel by pixel", () => {
    expect(patchify(counting(4, 2), { patch: 2 }).map((patch) => [...patch])).toEqual([
      [0, 1, 4, 5],
      [2, 3, 6, 7],
    ]);
    expect(patchify(counting(2, 4), { patch: 2 }).map((patch) => [...patch])).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
    ]);
    expect(patchify(counting(2, 1, 3), { patch: 1 }).map((patch) => [...patch])).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
  });

  it("makes 4 tokens of an 8×8 picture with patches of 4, and 64 with patches of 1", () => {
    expect(patchify(counting(8, 8), { patch: 4 })).toHaveLength(4);
    expect(patchify(counting(8, 8), { patch: 1 })).toHaveLength(64);
  });

  it("is undone exactly by unpatchify", () => {
    const shape = fc.record({
      across: fc.integer({ min: 1, max: 4 }),
      down: fc.integer({ min: 1, max: 4 }),
      patch: fc.integer({ min: 1, max: 5 }),
      channels: fc.constantFrom<Channels>(1, 3, 4),
    });
    fc.assert(
      fc.property(shape, fc.infiniteStream(fc.nat(255)), ({ across, down, patch, channels }, values) => {
        const layout = { width: across * patch, height: down * patch, channels, patch };
        const pixels = Uint8Array.from(values.take(layout.width * layout.height * channels));
        const image = { width: layout.width, height: layout.height, channels, pixels };
        expect(unpatchify(patchify(image, { patch }), layout)).toEqual(image);
      }),
    );
  });

  it("refuses a patch that does not divide the picture, and patches that do not fill it", () => {
    expect(() => patchify(counting(4, 3), { patch: 2 })).toThrow(
      "patchify patch: expected a divisor of 4 and 3, got 2",
    );
    expect(() => patchify(counting(4, 3), { patch: 0 })).toThrow("patchify patch");
    const layout = { width: 4, height: 2, channels: 1 as const, patch: 2 };
    expect(() => unpatchify([], layout)).toThrow("unpatchify patches: expected 2 patches, got Array of length 0");
    expect(() => unpatchify([new Uint8Array(4), new Uint8Array(3)], layout)).toThrow(
      "patches[1]: expected 4 numbers, got 3",
    );
  });
});

describe("every operation", () => {
  it("refuses a picture whose pixels do not match its size", () => {
    const broken = { width: 2, height: 2, channels: 1 as const, pixels: new Uint8Array(3) };
    const message = "pixels: expected [2, 2, 1] = 4 numbers, got Uint8Array of length 3";
    expect(() => toGray(broken)).toThrow(`toGray image ${message}`);
    expect(() => patchify(broken, { patch: 1 })).toThrow(`patchify image ${message}`);
    expect(() => resizeNearest(broken, { width: 1, height: 1 })).toThrow(message);
    expect(() => crop(broken, { left: 0, top: 0, width: 1, height: 1 })).toThrow(message);
    expect(() => grid([broken], { columns: 1 })).toThrow(message);
    expect(() => toGray(null as never)).toThrow("toGray image: expected an image, got null");
    expect(() => toGray({ ...broken, pixels: [0, 0, 0, 0] as never })).toThrow("expected a Uint8Array");
  });
});
