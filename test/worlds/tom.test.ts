import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  biscuitStory,
  canonicalWords,
  describeStories,
  otherWords,
  storyAnswer,
  storyTokens,
  writeStory,
} from "../../lib/worlds/index.ts";
import type { Story } from "../../lib/worlds/index.ts";
import { worldContract } from "./contract.case.ts";

const { describe: told, ...rest } = {
  draw: (die: ReturnType<typeof rng>) => {
    const story = biscuitStory({ rng: die, words: otherWords });
    return { text: writeStory(story, "looks"), answer: storyAnswer(story, "looks") };
  },
  // by the words alone: whoever left before the move looks where it was put, else where it was moved to
  accepts: ({ text, answer }: { text: string[]; answer: string }) => {
    const line = text.join(" ");
    const put = /puts \w+ (\w+) /u.exec(line)![1];
    const moved = /moves \w+ (\w+) /u.exec(line)![1];
    return answer === (line.indexOf("leaves") < line.indexOf("moves") ? put : moved);
  },
  spoil: ({ text, answer }: { text: string[]; answer: string }) =>
    otherWords.places.filter((place) => place !== answer).map((place) => ({ text, answer: place })),
  describe: describeStories,
};
worldContract({ ...rest, describe: told });

test("the classic: she left before it was moved, so she looks where she put it, though it is elsewhere", () => {
  const story: Story = {
    who: "Nia",
    thing: "biscuit",
    events: [
      { kind: "puts", who: "Nia", thing: "biscuit", place: "tin" },
      { kind: "leaves", who: "Nia" },
      { kind: "moves", who: "Kip", thing: "biscuit", place: "basket" },
      { kind: "returns", who: "Nia" },
    ],
  };
  expect(writeStory(story, "looks").join(" ")).toBe(
    "Nia puts biscuit tin . Nia leaves . Kip moves biscuit basket . Nia returns . where looks Nia ?",
  );
  expect(storyAnswer(story, "looks")).toBe("tin");
  expect(storyAnswer(story, "is")).toBe("basket");
  expect(storyAnswer({ ...story, who: "Kip" }, "looks")).toBe("basket");
});

test("in half of the stories she was away, and only then do the two questions have different answers", () => {
  const die = rng(1);
  const n = 2_000;
  const stories = Array.from({ length: n }, () => biscuitStory({ rng: die, words: otherWords }));
  const differ = stories.filter((story) => storyAnswer(story, "is") !== storyAnswer(story, "looks"));
  expect(Math.abs(differ.length / n - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / n));
  for (const { events } of differ) expect(events[1]!.kind).toBe("leaves");
});

test("stories use the words that they were given, and the canonical ones always the same", () => {
  const die = rng(2);
  const stories = Array.from({ length: 50 }, () => biscuitStory({ rng: die, words: canonicalWords }));
  for (const story of stories)
    for (const token of writeStory(story, "is")) expect(storyTokens(canonicalWords)).toContain(token);
  expect(new Set(stories.map(({ thing }) => thing))).toEqual(new Set(["biscuit"]));
  expect(() => biscuitStory({ rng: die, words: { ...canonicalWords, people: ["Nia"] } })).toThrow("biscuitStory words");
});
