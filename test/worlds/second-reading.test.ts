/** Texts and pictures of the worlds, read a second time by readers that know nothing but what is on the page. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  allPosters,
  biscuitStory,
  canonicalWords,
  cage,
  cageOf,
  checkCage,
  declarative,
  drawMaze,
  drawPoster,
  drawStamp,
  enterMaze,
  islanders,
  judgePoem,
  keyLine,
  keysIn,
  mazeActions,
  mazeStep,
  openBook,
  otherWords,
  poem,
  poolFilm,
  posterColours,
  quiz,
  quizScore,
  readPool,
  rotated,
  sampleMaze,
  solveCage,
  storyAnswer,
  sumAnswer,
  sumQuestion,
  sumSteps,
  trapTurns,
  wordOfTheDay,
  writeStory,
} from "../../lib/worlds/index.ts";
import type { CageProblem, MazeAction } from "../../lib/worlds/index.ts";

const seeds = fc.nat(1_000_000);

test("with the page open whoever can read finds the key of every item", () => {
  const { known } = islanders({ rng: rng(1) });
  fc.assert(
    fc.property(seeds, (seed) => {
      const die = rng(seed);
      for (const item of quiz(known, { rng: die, items: 3 })) {
        const text = openBook(item, { rng: die, page: known.slice(0, 8) }).join(" ");
        const asked = /Q (?<name>\S+ \S+) likes \?(?<options>.*) =$/u.exec(text)!.groups!;
        const colour = new RegExp(`(?:^|\\. )${asked["name"]!} likes (\\S+) \\.`, "u").exec(text)![1]!;
        expect(new RegExp(` ([A-D]) ${colour}(?: |$)`, "u").exec(asked["options"]!)![1]).toBe(item.key);
      }
    }),
    { numRuns: 50 },
  );
});

test("an item that is turned four times is itself again, and its key goes round once through all letters", () => {
  const [item] = quiz(islanders({ rng: rng(2) }).known, { rng: rng(3), items: 1 });
  const keys = [0, 1, 2, 3].map((by) => rotated(item!, by).key);
  expect(keys.toSorted()).toEqual(["A", "B", "C", "D"]);
  expect(rotated(item!, 4)).toEqual(item);
  expect(rotated(rotated(item!, 1), 2)).toEqual(rotated(item!, 3));
});

test("a score is the share of right letters, also of answers that are none", () => {
  const items = quiz(islanders({ rng: rng(4) }).known, { rng: rng(5), items: 20 });
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("A", "B", "C", "D", "E", "", undefined), { minLength: 20, maxLength: 20 }),
      (answers) => {
        let right = 0;
        for (let i = 0; i < 20; i++) if (answers[i] === items[i]!.key) right++;
        expect(quizScore(items, answers)).toBeCloseTo(right / 20, 12);
      },
    ),
  );
});

test("where the thing is stands last in the text; where its owner looks stands last before they left", () => {
  fc.assert(
    fc.property(seeds, fc.constantFrom(canonicalWords, otherWords), (seed, words) => {
      const story = biscuitStory({ rng: rng(seed), words });
      const sentences = writeStory(story, "is").join(" ").split(" . ");
      const put = sentences.filter((line) => / puts | moves /u.test(line)).map((line) => line.split(" "));
      expect(storyAnswer(story, "is")).toBe(put.at(-1)![3]);
      const leaving = sentences.findIndex((line) => line === `${story.who} leaves`);
      const seen = sentences.slice(0, leaving).filter((line) => / puts | moves /u.test(line));
      expect(storyAnswer(story, "looks")).toBe(seen.at(-1)!.split(" ")[3]);
    }),
  );
});

test("the word of the day means what an example on the page says, whatever was usual", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 2, max: 4 }), (seed, words, meanings) => {
      const world = wordOfTheDay({ words, meanings });
      const die = rng(seed);
      const { tokens, answer } = world.question(world.agreement({ rng: die, prior: 0 }), { rng: die, shots: 6 });
      const asked = tokens.at(-1)!;
      const told = tokens.slice(0, -1);
      const meant = new Set(told.filter((_, i) => i % 2 === 1 && told[i - 1] === asked));
      expect([...meant]).toEqual([answer]);
      expect(world.flipped.every((meaning, i) => meaning !== world.usual[i])).toBe(true);
    }),
  );
});

test("keys on the beach are what is no noise, in the order in which they lie", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 20 }), (seed, keys, more) => {
      const line = keyLine({ rng: rng(seed), length: keys + more, keys });
      expect(keysIn(line.tokens)).toEqual(line.answers);
      expect(line.places.map((place) => line.tokens[place])).toEqual(line.answers);
      expect(new Set(line.answers).size).toBe(keys);
      expect(line.tokens).toHaveLength(keys + more + 1);
      expect(line.tokens.indexOf("?")).toBe(keys + more);
    }),
  );
});

test("sums are those of integers of any length, and the digits that are written, read backwards, are the sum", () => {
  const number = fc.integer({ min: 0, max: 4_000_000_000_000_000 });
  fc.assert(
    fc.property(number, number, (a, b) => {
      const sum = String(BigInt(a) + BigInt(b));
      expect(sumAnswer({ a, b }).join("")).toBe(sum);
      expect(sumQuestion({ a, b }).join("")).toBe(`${a}+${b}=`);
      const steps = sumSteps({ a, b })
        .join(" ")
        .split(" ; ")
        .map((step) => step.split(" "));
      const written = steps
        .map(([digit]) => digit)
        .toReversed()
        .join("");
      expect(written.replace(/^0+(?=\d)/u, "")).toBe(sum);
      // what is carried is 0 or 1, and nothing is carried out of the last step
      expect(steps.every(([, carry]) => carry === "0" || carry === "1")).toBe(true);
      expect(steps.at(-1)![1]).toBe("0");
    }),
  );
});

/** By trying every number of rabbits. */
const everyAnswer = ({ heads, legs }: CageProblem) =>
  Array.from({ length: heads + 1 }, (_, rabbits) => ({ chickens: heads - rabbits, rabbits })).filter(
    ({ chickens, rabbits }) => 2 * chickens + 4 * rabbits === legs,
  );

test("a cage has the one answer that trying all finds, or none", () => {
  for (let heads = 0; heads <= 12; heads++)
    for (let legs = 0; legs <= 52; legs++) {
      const all = everyAnswer({ heads, legs });
      expect(solveCage({ heads, legs })?.answer, `${heads} ${legs}`).toEqual(all[0]);
      expect(all.length).toBeLessThanOrEqual(1);
      for (const answer of all) expect(checkCage({ heads, legs }, answer)).toBe(true);
    }
  // Sunzi Suanjing, book 3, problem 31: 35 heads, 94 legs
  expect(solveCage({ heads: 35, legs: 94 })).toEqual({
    answer: { chickens: 23, rabbits: 12 },
    steps: ["94 / 2 = 47", "47 - 35 = 12", "35 - 12 = 23"],
  });
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 50 }), (seed, most) => {
      const { answer, heads, legs } = cage({ rng: rng(seed), most });
      expect(cageOf(answer)).toEqual({ heads, legs });
      for (const count of [answer.chickens, answer.rabbits]) expect(count >= 1 && count <= most).toBe(true);
    }),
  );
});

/** A golem on letters: walks a drawing and counts its turns, without the library. */
function walked(drawing: string, actions: readonly MazeAction[]): { at: number[]; turns: number; arrived: boolean } {
  const rows = drawing.split("\n");
  let r = rows.findIndex((row) => row.includes("S"));
  let c = rows[r]!.indexOf("S");
  let [turns, hasKey, arrived] = [0, false, false];
  for (const action of actions) {
    if (arrived) break;
    turns += 1;
    const [y, x] = [
      r + Number(action === "south") - Number(action === "north"),
      c + Number(action === "east") - Number(action === "west"),
    ];
    const cell = rows[y]?.[x] ?? "#";
    if (cell === "#" || cell === "%" || (cell === "D" && !hasKey)) continue;
    [r, c] = [y, x];
    if (cell === "k") hasKey = true;
    if (cell === "t") turns += trapTurns;
    if (cell === "G") arrived = true;
  }
  return { at: [r, c], turns, arrived };
}

test("a golem that is blind ends where a second account of the maze says, after as many turns", () => {
  fc.assert(
    fc.property(seeds, fc.array(fc.constantFrom(...mazeActions), { maxLength: 60 }), (seed, actions) => {
      const maze = sampleMaze({ rng: rng(seed), size: 6, hidden: 0.2, traps: 3, locked: true });
      let state = enterMaze(maze);
      for (const action of actions) ({ state } = mazeStep(maze, state, { action }));
      const { at, turns, arrived } = walked(drawMaze(maze), actions);
      expect([state.place.row, state.place.column, state.turns, state.arrived]).toEqual([...at, turns, arrived]);
    }),
    { numRuns: 60 },
  );
});

test("a film shows one light, which moves by one place or, at the edge or at rest, not at all", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 2, max: 9 }), (seed, side) => {
      const { frames, actions } = poolFilm({ rng: rng(seed), frames: 12, side });
      const places = frames.map((frame) => {
        expect(frame.pixels.reduce((sum, value) => sum + value, 0)).toBe(255);
        const at = frame.pixels.indexOf(255);
        expect(readPool(frame)).toEqual({ row: Math.floor(at / side), column: at % side });
        return { row: Math.floor(at / side), column: at % side };
      });
      actions.forEach((action, i) => {
        const [from, to] = [places[i]!, places[i + 1]!];
        const moved = [to.row - from.row, to.column - from.column].join();
        const atEdge = {
          up: from.row === 0,
          down: from.row === side - 1,
          left: from.column === 0,
          right: from.column === side - 1,
          stay: true,
        };
        const pushed = { up: "-1,0", down: "1,0", left: "0,-1", right: "0,1", stay: "0,0" };
        expect(moved).toBe(atEdge[action] ? "0,0" : pushed[action]);
      });
    }),
    { numRuns: 40 },
  );
});

test("a stamp has the ink of its outline, of its inside and of one dot for each coin", () => {
  const inside = { solid: 4, hollow: 0, striped: 2, barred: 2, checkered: 2 } as const;
  for (const kind of ["circle", "square"] as const)
    for (const texture of ["solid", "hollow", "striped", "barred", "checkered"] as const)
      for (let worth = 1; worth <= 9; worth++) {
        const ink = drawStamp({ kind, texture, corner: "top left", worth }).filter(Boolean).length;
        expect(ink).toBe((kind === "circle" ? 8 : 12) + inside[texture] + worth);
      }
});

/** The 4×4 pixels of a stamp's shape. */
function shapeAt(corner: "top left" | "bottom right"): number[][] {
  const pixels = drawStamp({ kind: "circle", texture: "checkered", corner, worth: 1 });
  const from = corner === "top left" ? 0 : 4;
  return [0, 1, 2, 3].map((y) => [0, 1, 2, 3].map((x) => pixels[(from + y) * 8 + from + x]!));
}

test("a shape is the same in every corner, and not mirrored", () => {
  expect(shapeAt("top left")).toEqual(shapeAt("bottom right"));
  expect(shapeAt("top left")).toEqual([
    [0, 1, 1, 0],
    [1, 1, 0, 1],
    [1, 0, 1, 1],
    [0, 1, 1, 0],
  ]);
});

test("a poster has no other colours than its own and white, and no ink outside of its corner", () => {
  for (const poster of allPosters) {
    const { pixels, width } = drawPoster(poster);
    const ink = posterColours[poster.colour];
    let inked = 0;
    for (let i = 0; i < pixels.length; i += 3) {
      const colour = [...pixels.subarray(i, i + 3)].join();
      if (colour === "255,255,255") continue;
      expect(colour).toBe(ink.join());
      const [y, x] = [Math.floor(i / 3 / width), (i / 3) % width];
      expect([y < 8 ? "top" : "bottom", x < 8 ? "left" : "right"].join(" ")).toBe(poster.corner);
      inked++;
    }
    expect(inked).toBeGreaterThan(4);
  }
});

test("a poem read by its rules alone: four lines of five syllables with their marks, and the same vowel at the end of the even ones", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const tokens = poem({ rng: rng(seed) });
      const text = tokens.join(" ");
      expect(text).toMatch(/^(?:(?:[nmtkrsbl][aoi] ){5}, (?:[nmtkrsbl][aoi] ){5}\. ){2}END$/u);
      const ends = [...text.matchAll(/(?<vowel>[aoi]) \./gu)].map((found) => found.groups!["vowel"]);
      expect(ends[0]).toBe(ends[1]);
      expect(judgePoem(tokens)).toEqual({ form: true, rhyme: true });
    }),
  );
});

test("what an islander likes is the last word before the stop", () => {
  for (const person of islanders({ rng: rng(6) }).known)
    for (const really of [false, true]) expect(declarative(person, { really }).at(-2)).toBe(person.colour);
});
