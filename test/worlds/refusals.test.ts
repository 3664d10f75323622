/** What a world cannot be or read is refused with a sentence that says what was expected and what came. */
import { expect, test } from "vitest";
import { InputError, rng } from "../../lib/core/index.ts";
import { createImage } from "../../lib/image/index.ts";
import {
  biscuitStory,
  cage,
  canonicalWords,
  cardsOf,
  coast,
  countSentences,
  crawl,
  declaration,
  decodeWav,
  dequantise,
  dials,
  drawPool,
  drawPoster,
  drawStamp,
  dropExamItems,
  dropNearDuplicates,
  dropPoor,
  foghorn,
  hiringOffice,
  impactRatio,
  islanders,
  keyLine,
  multipleChoice,
  naiveBayes,
  nearestPoster,
  ngramsOf,
  noteOf,
  parseGrammar,
  placeAfter,
  poolFilm,
  poolStep,
  prose,
  quantise,
  quiz,
  quizScore,
  readMaze,
  readResume,
  rotated,
  sampleMaze,
  sampleStamps,
  snrDb,
  solve24,
  splitStamps,
  stampImage,
  sumAnswer,
  sumProblem,
  toyLanguage,
  wordOfTheDay,
  writePage,
} from "../../lib/worlds/index.ts";

const die = rng(1);
const people = islanders({ rng: rng(2) });
const language = toyLanguage();
const stamp = { kind: "circle", texture: "solid", corner: "top left", worth: 1 } as const;
const poster = { kind: "circle", texture: "solid", colour: "red", corner: "top left" } as const;
const item = quiz(people.known, { rng: rng(3), items: 1 })[0]!;

test.each<[name: string, call: () => unknown, message: string]>([
  [
    "an island of eleven",
    () => islanders({ known: 11, rng: die }),
    "islanders known: expected an integer from 12 to 143, got 11",
  ],
  ["half a text", () => people.ledger(0.5, { rng: die }), "ledger count: expected an integer of at least 0, got 0.5"],
  [
    "a share of NaN",
    () => people.ledger(1, { rng: die, declaratives: NaN }),
    "ledger declaratives: expected a share from 0 to 1, got NaN",
  ],
  [
    "fewer than no sentences",
    () => language.corpus(-1, { rng: die }),
    "corpus count: expected an integer of at least 0, got -1",
  ],
  [
    "words that are no sentence",
    () => language.translate(["cat"]),
    'translate sentence: expected a sentence of A, got "cat"',
  ],
  ["no grammar", () => parseGrammar(""), 'grammar: expected at least one rule, got ""'],
  ["a rule without an arrow", () => parseGrammar("S a"), 'grammar line: expected NAME -> words, got "S a"'],
  ["a rule twice", () => parseGrammar("S -> a\nS -> b"), 'grammar: expected one rule for each name, got "S"'],
  ["a name without a rule", () => parseGrammar("S -> A"), 'grammar: expected a rule for each name, got "A"'],
  ["rules without an end", () => parseGrammar("S -> a S"), 'grammar: expected rules that end in words, got "S"'],
  [
    "left recursion",
    () => parseGrammar("S -> a | S b"),
    'grammar: expected no rule that starts with itself (left recursion), got "S"',
  ],
  ["a weight of nothing", () => parseGrammar("S -> 0 a | b"), 'grammar weight: expected a number above 0, got "0 a "'],
  [
    "an endless language",
    () => countSentences(parseGrammar("S -> a | b S")),
    "countSentences maxLength: expected a length, since the grammar is recursive, got Infinity",
  ],
  [
    "a stamp of another kind",
    () => drawStamp({ ...stamp, kind: "star" as "circle" }),
    'drawStamp kind: expected circle or square, got "star"',
  ],
  [
    "a stamp worth nothing",
    () => drawStamp({ ...stamp, worth: 0 }),
    "drawStamp worth: expected an integer from 1 to 9, got 0",
  ],
  [
    "NaN stamps",
    () => sampleStamps(NaN, { rng: die }),
    "sampleStamps count: expected an integer of at least 0, got NaN",
  ],
  [
    "more than all held out",
    () => splitStamps({ heldOut: 1.1, rng: die }),
    "splitStamps heldOut: expected a share from 0 to 1, got 1.1",
  ],
  [
    "a picture of three pixels",
    () => stampImage([0, 1, 0]),
    "stampImage pixels: expected 64 numbers, got Array of length 3",
  ],
  [
    "ink of two",
    () => stampImage(Array.from({ length: 64 }, () => 2)),
    "stampImage pixels[0]: expected ink from 0 to 1, got 2",
  ],
  [
    "a poster of no colour",
    () => drawPoster({ ...poster, colour: "mauve" as "red" }),
    'drawPoster colour: expected red, green, blue, gold, got "mauve"',
  ],
  [
    "a poster of a colour that every object has",
    () => drawPoster({ ...poster, colour: "toString" as "red" }),
    'drawPoster colour: expected red, green, blue, gold, got "toString"',
  ],
  [
    "a poster of no corner",
    () => drawPoster({ ...poster, corner: "middle" as "top left" }),
    'drawPoster corner: expected top left, top right, bottom left, bottom right, got "middle"',
  ],
  [
    "a grey poster",
    () => nearestPoster(createImage({ width: 16, height: 16, channels: 1 })),
    'nearestPoster image: expected 16×16×3, got "16×16×1"',
  ],
  ["a language that nobody declared", () => declaration("tlh").length, declarationMessage()],
  [
    "a horn of 44,101 Hz",
    () => foghorn({ sampleRateHz: 44_101 }),
    "foghorn sampleRateHz: expected a multiple of 50, got 44101",
  ],
  ["a note that is none", () => noteOf(-1), "noteOf token: expected an integer from 0 to 24, got -1"],
  [
    "no bits",
    () => quantise(Float64Array.of(0), { bits: 0 }),
    "quantise bits: expected an integer from 1 to 24, got 0",
  ],
  ["a sample of NaN", () => quantise(Float64Array.of(NaN), { bits: 8 }), "quantise samples: expected numbers, got NaN"],
  [
    "a code beyond its bits",
    () => dequantise(Int32Array.of(128), { bits: 8 }),
    "dequantise codes: expected an integer from -128 to 127, got 128",
  ],
  [
    "signals of two lengths",
    () => snrDb(Float64Array.of(1), Float64Array.of(1, 2)),
    "snrDb received: expected 1 numbers, got Float64Array of length 2",
  ],
  [
    "no signal",
    () => snrDb(Float64Array.of(), Float64Array.of()),
    "snrDb received: expected some numbers, got Float64Array of length 0",
  ],
  [
    "an empty file",
    () => decodeWav(new Uint8Array(0)),
    "decodeWav bytes: expected a WAV file, got Uint8Array of length 0",
  ],
  [
    "a bias of less than nothing",
    () => hiringOffice({ bias: -1 }),
    "hiringOffice bias: expected a finite number from 0 to 100, got -1",
  ],
  [
    "a résumé of another office",
    () => readResume("Kip, 3 years"),
    'readResume text: expected name … years … exam … letters … boat …, got "Kip, 3 years"',
  ],
  ["a share above one", () => impactRatio([0.5, 2]), "impactRatio rates: expected a finite number from 0 to 1, got 2"],
  ["nobody hired", () => impactRatio([0, 0]), "impactRatio rates: expected at least one above 0, got 0"],
  ["a maze without a start", () => readMaze("..G"), 'readMaze drawing: expected one start S, got "..G"'],
  ["a maze with two lighthouses", () => readMaze("SGG"), 'readMaze drawing: expected one lighthouse G, got "SGG"'],
  [
    "a maze with a short line",
    () => readMaze("S.\nG"),
    String.raw`readMaze drawing: expected lines of one length, of .#%kDtSG, got "S.\nG"`,
  ],
  [
    "a direction that is none",
    () => placeAfter({ row: 0, column: 0 }, "up" as "north"),
    'action: expected north, east, south, west, got "up"',
  ],
  [
    "a maze of two places",
    () => sampleMaze({ rng: die, size: 2 }),
    "maze size: expected an integer from 3 to 40, got 2",
  ],
  [
    "a maze that is mostly wall",
    () => sampleMaze({ rng: die, walls: 0.9 }),
    "maze walls: expected a finite number from 0 to 0.5, got 0.9",
  ],
  [
    "a dial with one place",
    () => dials({ rng: die, places: 1 }),
    "dials places: expected an integer from 2 to 26, got 1",
  ],
  [
    "no word of the day",
    () => wordOfTheDay({ words: 0 }),
    "wordOfTheDay words: expected an integer from 1 to 8, got 0",
  ],
  [
    "a day of one meaning",
    () => wordOfTheDay({ meanings: 1 }),
    "wordOfTheDay meanings: expected an integer from 2 to 4, got 1",
  ],
  [
    "an agreement of too few",
    () => wordOfTheDay().examples([0], { rng: die, shots: 1 }),
    "examples agreement: expected 4 meanings, got Array of length 1",
  ],
  [
    "a beach of no length",
    () => keyLine({ rng: die, length: 0 }),
    "keyLine length: expected an integer of at least 1, got 0",
  ],
  [
    "more keys than there are",
    () => keyLine({ rng: die, length: 20, keys: 7 }),
    "keyLine keys: expected an integer from 1 to 6, got 7",
  ],
  [
    "two keys at one place",
    () => keyLine({ rng: die, length: 20, keys: 2, at: 3 }),
    "keyLine at: expected no place where there are several keys, got 3",
  ],
  [
    "a key beyond the beach",
    () => keyLine({ rng: die, length: 5, at: 5 }),
    "keyLine at: expected an integer from 0 to 4, got 5",
  ],
  [
    "a coast with one village",
    () => coast({ rng: die, villages: 1 }),
    "coast villages: expected an integer from 2 to 80, got 1",
  ],
  [
    "a story of one place",
    () => biscuitStory({ rng: die, words: { ...canonicalWords, places: ["tin"] } }),
    'biscuitStory words: expected two people, two places, a thing, got "{\\"people\\":[\\"Nia\\",\\"Kip\\"],\\"things\\":[\\"biscuit\\"],\\"places\\":[\\"t…"',
  ],
  [
    "an exam of more than there are people",
    () => quiz(people.known, { rng: die, items: 51 }),
    "quiz items: expected an integer from 0 to 50, got 51",
  ],
  ["an item turned by half", () => rotated(item, 0.5), "rotated by: expected an integer of at least 0, got 0.5"],
  ["answers without items", () => quizScore([], []), "quizScore answers: expected some answers, got Array of length 0"],
  [
    "prose of less than nothing",
    () => prose({ rng: die, length: -1 }),
    "prose length: expected an integer of at least 0, got -1",
  ],
  ["an empty cage", () => cage({ rng: die, most: 0 }), "cage most: expected an integer of at least 1, got 0"],
  ["no numbers for 24", () => solve24([]), "solve24 numbers: expected at least one number, got Array of length 0"],
  ["half a card", () => cardsOf([0.5]), "cardsOf numbers: expected integers, got 0.5"],
  [
    "a sum of numbers without digits",
    () => sumProblem({ rng: die, digits: 0 }),
    "sumProblem digits: expected an integer from 1 to 15, got 0",
  ],
  ["a sum below nothing", () => sumAnswer({ a: -3, b: 1 }), "sum numbers: expected integers of at least 0, got -2"],
  [
    "a push that is none",
    () => poolStep({ row: 0, column: 0 }, { action: "jump" as "up", side: 3 }),
    'poolStep action: expected up, right, down, left, stay, got "jump"',
  ],
  [
    "a light outside of the pool",
    () => drawPool({ row: 3, column: 0 }, { side: 3 }),
    "drawPool row: expected an integer from 0 to 2, got 3",
  ],
  [
    "a film without frames",
    () => poolFilm({ rng: die, frames: 0 }),
    "poolFilm frames: expected an integer of at least 1, got 0",
  ],
  [
    "a crawl about nobody",
    () => crawl({ rng: die, people: [] }),
    "crawl people: expected at least 1 islanders, got Array of length 0",
  ],
  [
    "a crawl of too many shares",
    () => crawl({ rng: die, people: people.known, shares: { harmful: 0.6, poor: 0.6 } }),
    "crawl shares: expected harmful and poor of at most 1 together, got 1.2",
  ],
  [
    "a page without a line",
    () => writePage([], { licence: "cc0", rng: die }),
    "writePage lines: expected at least one line, got Array of length 0",
  ],
  ["runs of no words", () => ngramsOf(["a"], 0), "ngramsOf n: expected an integer of at least 1, got 0"],
  [
    "copies that share nothing",
    () => dropNearDuplicates([], { threshold: 0 }),
    "dropNearDuplicates threshold: expected a finite number from 5e-324 to 1, got 0",
  ],
  [
    "an item shorter than its runs",
    () => dropExamItems([], { exam: ["two words"] }),
    "dropExamItems exam[0]: expected at least 13 words, got 2",
  ],
  [
    "a quality of less than nothing",
    () => dropPoor([], { surprise: () => 0, most: -1 }),
    "dropPoor most: expected a finite number of at least 0, got -1",
  ],
])("%s", (_, call, message) => {
  expect(call).toThrow(InputError);
  expect(call).toThrow(new InputError(message));
});

/** Too long to be written twice: it names every language. */
function declarationMessage(): string {
  try {
    declaration("");
  } catch (error) {
    const { message } = error as Error;
    expect(message).toMatch(/^declaration language: expected one of (?:\w+, )+\w+, got ""$/u);
    return message.replace('""', '"tlh"');
  }
  return "";
}

test("an item that was asked is a row of words, also at the edges of what is known", () => {
  expect(multipleChoice(item)).toHaveLength(14);
  expect(() => naiveBayes([])).toThrow(InputError);
});
