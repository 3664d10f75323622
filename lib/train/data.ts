/**
 * What the stages learn from. Each stage takes its own kind, and the compiler refuses any other: a text is no answer, and an
 * answer is no choice between two. Tokens are ids.
 */
import { check } from "../core/index.ts";

export type Tokens = readonly number[];

/** Text that nobody prepared. Stage 1 learns from it. */
export interface Corpus {
  readonly kind: "corpus";
  readonly texts: readonly Tokens[];
}

/** What a teacher would answer. */
export interface Demonstration {
  readonly prompt: Tokens;
  /** With the token that ends it, if there is one. */
  readonly answer: Tokens;
}

/** Questions with their answers. Stage 2. */
export interface Demonstrations {
  readonly kind: "demonstrations";
  readonly items: readonly Demonstration[];
}

/** Two answers, of which one was liked better. */
export interface Preference {
  readonly prompt: Tokens;
  readonly chosen: Tokens;
  readonly rejected: Tokens;
}

/** Choices between two answers. Stage 3, for a reward model or without one. */
export interface Preferences {
  readonly kind: "preferences";
  readonly items: readonly Preference[];
}

/** One answer, and whether it was liked: 👍 or 👎. */
export interface Judgement extends Demonstration {
  readonly good: boolean;
}

/** Answers that were judged one by one. Stage 3. */
export interface Judgements {
  readonly kind: "judgements";
  readonly items: readonly Judgement[];
}

/** Questions alone: whoever learns by trying finds the answers. Stage 3. */
export interface Prompts {
  readonly kind: "prompts";
  readonly items: readonly Tokens[];
}

/** Texts of at least two tokens, so that there is something to guess. */
export function corpus(texts: readonly Tokens[]): Corpus {
  checkSome(texts, "corpus texts");
  texts.forEach((text, i) => check(text.length >= 2, `corpus texts[${i}]`, "at least two tokens", text));
  return { kind: "corpus", texts };
}

/** Neither prompt nor answer may be empty. */
export function demonstrations(items: readonly Demonstration[]): Demonstrations {
  checkParts(items, { name: "demonstrations", parts: ["prompt", "answer"] });
  return { kind: "demonstrations", items };
}

/** No part may be empty. */
export function preferences(items: readonly Preference[]): Preferences {
  checkParts(items, { name: "preferences", parts: ["prompt", "chosen", "rejected"] });
  return { kind: "preferences", items };
}

/** Neither prompt nor answer may be empty. */
export function judgements(items: readonly Judgement[]): Judgements {
  checkParts(items, { name: "judgements", parts: ["prompt", "answer"] });
  items.forEach(({ good }, i) =>
    check(typeof good === "boolean", `judgements items[${i}] good`, "true or false", good),
  );
  return { kind: "judgements", items };
}

/** No prompt may be empty. */
export function prompts(items: readonly Tokens[]): Prompts {
  checkSome(items, "prompts items");
  items.forEach((prompt, i) => check(prompt.length > 0, `prompts items[${i}]`, "at least one token", prompt));
  return { kind: "prompts", items };
}

function checkSome(items: readonly unknown[], name: string): void {
  check(items.length > 0, name, "at least one", items);
}

function checkParts<Item>(
  items: readonly Item[],
  { name, parts }: { name: string; parts: readonly (keyof Item & string)[] },
): void {
  checkSome(items, `${name} items`);
  for (const [i, item] of items.entries())
    for (const part of parts) {
      const tokens = item[part] as Tokens | undefined;
      check((tokens?.length ?? 0) > 0, `${name} items[${i}] ${part}`, "at least one token", tokens);
    }
}
