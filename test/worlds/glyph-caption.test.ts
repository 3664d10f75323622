import { describe, expect, it } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  allStamps,
  captionFits,
  captionGrammar,
  captionOf,
  countSentences,
  describeStamps,
  drawStamp,
  isGrammatical,
  readCaption,
} from "../../lib/worlds/index.ts";

describe("captions of stamps", () => {
  it("say kind, texture, corner and worth in words", () => {
    expect(captionOf({ kind: "circle", texture: "striped", corner: "top left", worth: 3 }).join(" ")).toBe(
      "a striped circle at the top left worth three",
    );
  });

  it("come from a grammar with exactly one sentence for each stamp", () => {
    expect(countSentences(captionGrammar)).toBe(BigInt(allStamps.length));
    for (const stamp of allStamps) expect(isGrammatical(captionGrammar, captionOf(stamp))).toBe(true);
  });

  it("are read back as the stamp they were made of", () => {
    for (const stamp of allStamps) expect(readCaption(captionOf(stamp))).toEqual(stamp);
    for (const text of ["", "a circle", "a striped circle at the top left worth ten"])
      expect(readCaption(text.split(" "))).toBeUndefined();
  });

  it("fit their own picture and no other", () => {
    for (const stamp of allStamps) {
      const fitting = allStamps.filter((other) => captionFits(captionOf(stamp), drawStamp(other)));
      expect(fitting).toEqual([stamp]);
    }
  });

  it("fit nothing that is no stamp, and no caption fits by being none", () => {
    expect(captionFits(captionOf(allStamps[0]!), Array(64).fill(0))).toBe(false);
    expect(captionFits(["nonsense"], Array(64).fill(0))).toBe(false);
    expect(captionFits([], drawStamp(allStamps[0]!))).toBe(false);
  });
});

describe("describeStamps", () => {
  it("names the world and shows three stamps with their captions", () => {
    const text = describeStamps({ rng: rng(1) });
    expect(text).toContain("360 stamps of 8×8 pixels");
    expect(text.match(/ worth /g)).toHaveLength(3);
    expect(text.match(/^ {2}[█·]{8}$/gm)).toHaveLength(24);
  });
});
