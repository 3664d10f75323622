/** What is drawn comes as often as each world says: χ² against the probabilities, with bounds that fail once in 10,000. */
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import type { Rng } from "../../lib/core/index.ts";
import {
  allStamps,
  biscuitStory,
  colours,
  dials,
  foghorn,
  hiringOffice,
  islanders,
  keyLine,
  keyNames,
  noiseNames,
  optionLetters,
  otherWords,
  poem,
  poemSyllables,
  poolActions,
  poolFilm,
  quiz,
  sampleStamps,
  sumProblem,
  toyLanguage,
  wordOfTheDay,
  writeStory,
} from "../../lib/worlds/index.ts";

/** The value of χ² that `freedom` degrees of freedom exceed once in 10,000 (Wilson and Hilferty 1931). */
function bound(freedom: number): number {
  const z = 3.719;
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + z * Math.sqrt(spread)) ** 3;
}

/** `counts` of things that should come with `shares`, which sum to 1. */
function comesAs(drawn: readonly string[], shares: Readonly<Record<string, number>>): void {
  const counts = Map.groupBy(drawn, (each) => each);
  expect([...counts.keys()].filter((each) => !(each in shares))).toEqual([]);
  let chi = 0;
  for (const [each, share] of Object.entries(shares)) {
    const expected = share * drawn.length;
    chi += ((counts.get(each)?.length ?? 0) - expected) ** 2 / expected;
  }
  expect(chi).toBeLessThan(bound(Object.keys(shares).length - 1));
}

const evenly = (names: readonly (string | number)[]): Record<string, number> =>
  Object.fromEntries(names.map((name) => [name, 1 / names.length]));
const times = <T>(count: number, draw: (die: Rng) => T): T[] => {
  const die = rng(11);
  return Array.from({ length: count }, () => draw(die));
};

test.each([
  [1, 15.14],
  [3, 21.11],
  [8, 31.83],
  [20, 52.39],
])("the bound for %i degrees of freedom is that of tables of χ², to a tenth", (freedom, exact) => {
  expect(bound(freedom) / exact).toBeGreaterThan(0.9);
  expect(bound(freedom) / exact).toBeLessThan(1.1);
});

test("every stamp is as likely as each other", () => {
  comesAs(
    sampleStamps(36_000, { rng: rng(1) }).map((stamp) => String(allStamps.indexOf(stamp))),
    evenly([...allStamps.keys()]),
  );
});

test("the key of an item stands at every place, and every wrong colour beside it, as often as each other", () => {
  const people = islanders({ rng: rng(2) }).known.slice(0, 1);
  const items = times(9_000, (die) => quiz(people, { rng: die, items: 1 })[0]!);
  comesAs(
    items.map(({ key }) => key),
    evenly(optionLetters),
  );
  const wrong = colours.filter((colour) => colour !== people[0]!.colour);
  comesAs(
    items.map(({ options, about }) => options.find((each) => each !== about.colour)!),
    evenly(wrong),
  );
});

test("the lost key lies anywhere, has any name, and lies among any noise", () => {
  const lines = times(6_000, (die) => keyLine({ rng: die, length: 9 }));
  comesAs(
    lines.map(({ places }) => String(places[0])),
    evenly([...Array.from({ length: 9 }).keys()]),
  );
  comesAs(
    lines.map(({ answers }) => answers[0]!),
    evenly(keyNames),
  );
  const noise = lines.map(({ tokens, places }) => tokens[places[0] === 0 ? 1 : 0]!);
  comesAs(noise, evenly(noiseNames));
});

test("the word of the day keeps the usual agreement as often as `prior` says, and by luck besides", () => {
  const world = wordOfTheDay({ words: 2, meanings: 2 });
  const days = times(8_000, (die) => world.agreement({ rng: die, prior: 0.6 }).join());
  const usual = world.usual.join();
  comesAs(days, { "0,0": 0.1, "0,1": 0.1, "1,0": 0.1, "1,1": 0.1, [usual]: 0.7 });
});

test("in half of the stories the first one is away when the thing is moved, and any pair of people meets", () => {
  const stories = times(8_400, (die) => biscuitStory({ rng: die, words: otherWords }));
  comesAs(
    stories.map(({ events }) => events[1]!.kind),
    { leaves: 0.5, moves: 0.5 },
  );
  const { people, places, things } = otherWords;
  comesAs(
    stories.map(({ who, events }) => `${who} ${events.find(({ kind }) => kind === "moves")!.who}`),
    evenly(people.flatMap((a) => people.filter((b) => b !== a).map((b) => `${a} ${b}`))),
  );
  comesAs(
    stories.map((story) => writeStory(story, "is")[2]!),
    evenly(things),
  );
  comesAs(
    stories.map((story) => writeStory(story, "is")[3]!),
    evenly(places),
  );
});

test("of the foghorn's notes one in five is silence, and they last three to ten frames", () => {
  const horn = foghorn();
  const runs = times(4_000, (die) => horn.call(10, { rng: die })).map((call) => ({
    isSilent: call[0] === 0,
    // a second note of the same kind makes a run longer: only the first three frames are sure
    start: new Set(call.slice(0, 3)).size,
  }));
  comesAs(
    runs.map(({ isSilent }) => String(isSilent)),
    { true: 0.2, false: 0.8 },
  );
  expect(runs.every(({ start }) => start === 1)).toBe(true);
});

test("dials begin anywhere and turn by any wheel", () => {
  const world = dials({ rng: rng(3), places: 6, wheels: 3 });
  const problems = times(6_000, (die) => world.problem({ rng: die, depth: 2 }));
  comesAs(
    problems.map(({ start }) => String(start)),
    evenly([0, 1, 2, 3, 4, 5]),
  );
  comesAs(
    problems.map(({ wheels }) => wheels.join()),
    evenly(["0,0", "0,1", "0,2", "1,0", "1,1", "1,2", "2,0", "2,1", "2,2"]),
  );
});

test("applicants come from both villages, and what a résumé says of the job is drawn evenly", () => {
  const people = times(8_800, (die) => hiringOffice().applicant({ rng: die }));
  comesAs(
    people.map(({ village }) => village),
    { shore: 0.5, hill: 0.5 },
  );
  comesAs(
    people.map(({ village, boat }) => `${village} ${boat}`),
    {
      "shore ferry": 0.45,
      "shore sail": 0.05,
      "hill ferry": 0.05,
      "hill sail": 0.45,
    },
  );
  comesAs(
    people.map(({ exam }) => String(exam)),
    evenly([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
  );
  comesAs(
    people.map(({ letters }) => String(letters)),
    evenly([0, 1, 2, 3]),
  );
});

test("a clerk says yes as often as the formula of the office says", () => {
  const office = hiringOffice({ bias: 4 });
  const who = { ...office.applicant({ rng: rng(4), village: "hill" }), years: 5, exam: 6, letters: 1 };
  // merit 5 + 12 + 3 = 20, less 4, against 19.5, over 2
  const yes = 1 / (1 + Math.exp((19.5 - 16) / 2));
  comesAs(
    times(10_000, (die) => String(office.decide(who, { rng: die }))),
    { true: yes, false: 1 - yes },
  );
});

test("colours of islanders are drawn evenly", () => {
  const people = times(100, (die) => islanders({ rng: die })).flatMap(({ known, strangers }) => [
    ...known,
    ...strangers,
  ]);
  comesAs(
    people.map(({ colour }) => colour),
    evenly(colours),
  );
});

test("numbers to be added begin with 1 to 9 and go on with any digit", () => {
  const numbers = times(9_000, (die) => String(sumProblem({ rng: die, digits: 3 }).a));
  comesAs(
    numbers.map((number) => number[0]!),
    evenly([1, 2, 3, 4, 5, 6, 7, 8, 9]),
  );
  comesAs(
    numbers.map((number) => number[2]!),
    evenly([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
  );
});

test("the light in the pool is pushed evenly in all directions, and begins anywhere", () => {
  const films = times(6_000, (die) => poolFilm({ rng: die, frames: 2, side: 3 }));
  comesAs(
    films.map(({ actions }) => actions[0]!),
    evenly(poolActions),
  );
  comesAs(
    films.map(({ frames }) => String(frames[0]!.pixels.indexOf(255))),
    evenly([0, 1, 2, 3, 4, 5, 6, 7, 8]),
  );
});

test("poets use every syllable evenly where no rhyme is asked for", () => {
  comesAs(
    times(5_000, (die) => poem({ rng: die })).map((words) => words[0]!),
    evenly(poemSyllables),
  );
});

test("determiners of the village register come in the shares that its grammar states: 3 to 2 to 1", () => {
  const language = toyLanguage();
  const firsts = times(6_000, (die) => language.sentence({ rng: die })[0]!);
  const [the, my, your] = [...new Set(firsts)].toSorted(
    (a, b) => firsts.filter((each) => each === b).length - firsts.filter((each) => each === a).length,
  ) as [string, string, string];
  comesAs(firsts, { [the]: 3 / 6, [my]: 2 / 6, [your]: 1 / 6 });
});
