import sharp from "sharp";
import { describe, expect, test } from "vitest";
import { imageDifference } from "../../lib/runner/compare/index.ts";

/** A white square of `size` with the first `black` pixels black. */
async function picture(size: number, black: number, compressionLevel = 6): Promise<string> {
  const rgb = Buffer.alloc(size * size * 3, 255).fill(0, 0, black * 3);
  const png = await sharp(rgb, { raw: { width: size, height: size, channels: 3 } })
    .png({ compressionLevel })
    .toBuffer();
  return png.toString("base64");
}

describe("imageDifference", () => {
  test("does not mind how the same pixels are packed", async () => {
    const [loose, tight] = [await picture(20, 5, 0), await picture(20, 5, 9)];
    expect(loose).not.toBe(tight);
    expect(await imageDifference(loose, tight)).toBeUndefined();
  });

  test("counts the pixels that differ; without a tolerance one is too many", async () => {
    expect(await imageDifference(await picture(10, 5), await picture(10, 6))).toBe(
      "1 of 100 pixels differ (1.0 %; 0.0 % may)",
    );
  });

  test("allows the share that is stated", async () => {
    const [a, b] = [await picture(10, 0), await picture(10, 30)];
    expect(await imageDifference(a, b, { pixels: 0.3 })).toBeUndefined();
    expect(await imageDifference(a, b, { pixels: 0.29 })).toMatch(/30 of 100/);
    expect(await imageDifference(a, b, { relative: 0.1 })).toMatch(/5\.0 % may/);
  });

  test("never forgives another size, or an image that is none", async () => {
    expect(await imageDifference(await picture(10, 0), await picture(11, 0), { pixels: 1 })).toBe(
      "expected an image of 10×10 pixels, got 11×11",
    );
    expect(await imageDifference(await picture(2, 0), "AAAA")).toBe("the new image cannot be decoded");
    expect(await imageDifference("", await picture(2, 0))).toBe("the committed image cannot be decoded");
  });
});
