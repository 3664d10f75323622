/**
 * W-QUIZ, the school: exams about what the village register says, with an exact key, as many as are wanted. The same
 * fact can be asked as a choice of four, as a gap, or with the page open.
 */
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { colours, declarative } from "./islanders.ts";
import type { Islander } from "./islanders.ts";

/** The names of the options. */
export const optionLetters = ["A", "B", "C", "D"] as const;
export type OptionLetter = (typeof optionLetters)[number];

export interface QuizItem {
  readonly about: Islander;
  /** Four different colours, one of them right. */
  readonly options: readonly string[];
  readonly key: OptionLetter;
}

/** Questions about different people, as many as there are people at most. The right answer is at any place. */
export function quiz(people: readonly Islander[], { rng, items }: { rng: Rng; items: number }): QuizItem[] {
  checkInteger(items, "quiz items", { max: people.length });
  return rng
    .shuffle(people)
    .slice(0, items)
    .map((about) => {
      const wrong = rng.shuffle(colours.filter((colour) => colour !== about.colour)).slice(0, optionLetters.length - 1);
      const options = rng.shuffle([about.colour, ...wrong]);
      return { about, options, key: optionLetters[options.indexOf(about.colour)]! };
    });
}

/** `Q Ni a likes ? A red B blue C gold D pink =`: the answer is a letter. */
export function multipleChoice({ about, options }: QuizItem): string[] {
  return ["Q", ...about.name, "likes", "?", ...options.flatMap((option, i) => [optionLetters[i]!, option]), "="];
}

/** `Ni a likes`: the answer is a colour. */
export function cloze({ about }: QuizItem): string[] {
  return [...about.name, "likes"];
}

/** The page of the register first, then the question: whoever can read need not know. */
export function openBook(item: QuizItem, { rng, page }: { rng: Rng; page: readonly Islander[] }): string[] {
  const others = page.filter((each) => each !== item.about);
  return [...rng.shuffle([...others, item.about]).flatMap((person) => declarative(person)), ...multipleChoice(item)];
}

/** The same item with its options turned by `by` places, and the key with them. */
export function rotated({ about, options }: QuizItem, by: number): QuizItem {
  const turned = options.map((_, i) => options[(i + checkInteger(by, "rotated by")) % options.length]!);
  return { about, options: turned, key: optionLetters[turned.indexOf(about.colour)]! };
}

/** The share of items that were answered with the key, 0 … 1. An answer that is none of the letters is wrong. */
export function quizScore(items: readonly QuizItem[], answers: readonly (string | undefined)[]): number {
  check(
    items.length > 0 && answers.length === items.length,
    "quizScore answers",
    `${items.length || "some"} answers`,
    answers,
  );
  return items.filter(({ key }, i) => answers[i] === key).length / items.length;
}

/** What this world is, with three items of it. */
export function describeQuiz(people: readonly Islander[], { rng }: { rng: Rng }): string {
  const lines = quiz(people, { rng, items: 3 }).map((item) => `  ${multipleChoice(item).join(" ")} ${item.key}`);
  return ["W-QUIZ, the school.", ...lines].join("\n");
}
