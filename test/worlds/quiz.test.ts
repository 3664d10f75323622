import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  cloze,
  colours,
  describeQuiz,
  islanders,
  multipleChoice,
  openBook,
  optionLetters,
  quiz,
  quizScore,
  rotated,
} from "../../lib/worlds/index.ts";
import { worldContract } from "./contract.case.ts";

const people = islanders({ known: 30, rng: rng(1) }).known;

worldContract({
  draw: (die) => quiz(people, { rng: die, items: 1 })[0]!,
  accepts: ({ about, options, key }) =>
    new Set(options).size === 4 &&
    options.every((option) => (colours as readonly string[]).includes(option)) &&
    options[optionLetters.indexOf(key)] === people.find((each) => each.name.join() === about.name.join())?.colour,
  spoil: (item) => [
    ...optionLetters.filter((letter) => letter !== item.key).map((key) => ({ ...item, key })),
    { ...item, options: [...item.options.slice(1), item.options[1]!] },
  ],
  describe: ({ rng: die }) => describeQuiz(people, { rng: die }),
});

test("an exam asks about different people, and the key is at any place", () => {
  const items = quiz(people, { rng: rng(2), items: 30 });
  expect(new Set(items.map(({ about }) => about)).size).toBe(30);
  const keys = Array.from({ length: 100 }, (_, seed) => quiz(people, { rng: rng(seed), items: 30 }))
    .flat()
    .map(({ key }) => key);
  for (const letter of optionLetters) {
    const share = keys.filter((key) => key === letter).length / keys.length;
    expect(Math.abs(share - 0.25)).toBeLessThan(5 * Math.sqrt(0.1875 / keys.length));
  }
});

test("one fact in three forms", () => {
  const [item] = quiz(people, { rng: rng(3), items: 1 });
  expect(multipleChoice(item!).join(" ")).toBe(
    `Q ${item!.about.name.join(" ")} likes ? ${item!.options.map((option, i) => `${optionLetters[i]} ${option}`).join(" ")} =`,
  );
  expect(cloze(item!)).toEqual([...item!.about.name, "likes"]);
  const open = openBook(item!, { rng: rng(4), page: people.slice(0, 5) }).join(" ");
  expect(open).toContain(`${item!.about.name.join(" ")} likes ${item!.about.colour} .`);
  expect(open.endsWith(multipleChoice(item!).join(" "))).toBe(true);
});

test("turning the options turns the key: four turns and it is the same", () => {
  for (const item of quiz(people, { rng: rng(5), items: 20 })) {
    const turns = [0, 1, 2, 3, 4].map((by) => rotated(item, by));
    expect(turns[0]).toEqual(item);
    expect(turns[4]).toEqual(item);
    expect(new Set(turns.map(({ key }) => key)).size).toBe(4);
    for (const { options, key } of turns) expect(options[optionLetters.indexOf(key)]).toBe(item.about.colour);
  }
});

test("the Oracle scores 1, the dice a quarter, nobody 0", () => {
  const items = quiz(people, { rng: rng(6), items: 30 });
  expect(
    quizScore(
      items,
      items.map(({ key }) => key),
    ),
  ).toBe(1);
  expect(
    quizScore(
      items,
      items.map(() => undefined),
    ),
  ).toBe(0);
  const die = rng(7);
  const scores = Array.from({ length: 200 }, () =>
    quizScore(
      items,
      items.map(() => die.pick(optionLetters)),
    ),
  );
  expect(Math.abs(scores.reduce((sum, score) => sum + score, 0) / scores.length - 0.25)).toBeLessThan(
    5 * Math.sqrt(0.1875 / 6_000),
  );
  expect(() => quizScore(items, [])).toThrow("quizScore answers: expected 30 answers");
  expect(() => quizScore([], [])).toThrow("quizScore answers: expected some answers");
  expect(() => quiz(people, { rng: die, items: 31 })).toThrow("quiz items");
});
