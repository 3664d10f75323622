/**
 * W-TOM, the biscuit tin: somebody puts a thing somewhere and leaves, somebody else moves it. Where is it, and where
 * will the first one look? Whoever answers the second with the first has not understood that people can be wrong.
 *
 * Reference: Baron-Cohen, Leslie and Frith 1985, "Does the autistic child have a theory of mind?", Cognition 21.
 */
import { check } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

export interface StoryWords {
  readonly people: readonly string[];
  readonly things: readonly string[];
  readonly places: readonly string[];
}

/** The story as every child knows it here: always the same names, thing and places. */
export const canonicalWords: StoryWords = { people: ["Nia", "Kip"], things: ["biscuit"], places: ["tin", "basket"] };
/** Names, things and places from which any two and one can be taken. */
export const otherWords: StoryWords = {
  people: ["Nia", "Kip", "Mora", "Talin", "Suko", "Bami", "Viwen", "Jolek"],
  things: ["biscuit", "coin", "shell", "letter"],
  places: ["tin", "basket", "drawer", "boat", "oven", "hat"],
};

export type StoryEvent =
  | { readonly kind: "puts"; readonly who: string; readonly thing: string; readonly place: string }
  | { readonly kind: "leaves" | "returns"; readonly who: string }
  | { readonly kind: "moves"; readonly who: string; readonly thing: string; readonly place: string };

export interface Story {
  readonly events: readonly StoryEvent[];
  /** The one who put it there first, and the thing. */
  readonly who: string;
  readonly thing: string;
}

/** What there is to ask: where the thing is, and where somebody thinks that it is. */
export type StoryQuestion = "is" | "looks";

/**
 * A story of `words`, with its people, thing and places drawn by the die. With probability one half the first person
 * leaves before the thing is moved, else only afterwards, and sees it.
 */
export function biscuitStory({ rng, words }: { rng: Rng; words: StoryWords }): Story {
  check(
    words.people.length >= 2 && words.places.length >= 2 && words.things.length > 0,
    "biscuitStory words",
    "two people, two places, a thing",
    JSON.stringify(words),
  );
  const [who, other] = rng.shuffle(words.people) as [string, string];
  const [from, to] = rng.shuffle(words.places) as [string, string];
  const thing = rng.pick(words.things);
  const puts = { kind: "puts", who, thing, place: from } as const;
  const leaves = { kind: "leaves", who } as const;
  const moves = { kind: "moves", who: other, thing, place: to } as const;
  const middle = rng() < 0.5 ? [leaves, moves] : [moves, leaves];
  return { events: [puts, ...middle, { kind: "returns", who }], who, thing };
}

/** The story and a question as words: `Nia puts biscuit tin . Nia leaves . … where looks Nia ?` */
export function writeStory({ events, who, thing }: Story, question: StoryQuestion): string[] {
  const told = events.flatMap((event) =>
    "place" in event ? [event.who, event.kind, event.thing, event.place, "."] : [event.who, event.kind, "."],
  );
  return [...told, "where", question, question === "is" ? thing : who, "?"];
}

/** The answer, from what happened and who was there: each person believes what they last saw. */
export function storyAnswer({ events, who }: Story, question: StoryQuestion): string {
  let place = "";
  const belief = new Map<string, string>();
  const away = new Set<string>();
  const people = new Set(events.map((event) => event.who));
  for (const event of events) {
    if ("place" in event) {
      ({ place } = event);
      for (const person of people) if (!away.has(person)) belief.set(person, place);
    } else if (event.kind === "leaves") away.add(event.who);
    // who comes back does not look first
    else away.delete(event.who);
  }
  return question === "is" ? place : belief.get(who)!;
}

/** Every word that a story of `words` can hold. */
export function storyTokens({ people, things, places }: StoryWords): string[] {
  return [...people, ...things, ...places, "puts", "leaves", "moves", "returns", ".", "where", "is", "looks", "?"];
}

/** What this world is, with three stories of it. */
export function describeStories({ rng }: { rng: Rng }): string {
  const lines = Array.from({ length: 3 }, (_, i) => {
    const story = biscuitStory({ rng, words: i === 0 ? canonicalWords : otherWords });
    return `  ${writeStory(story, "looks").join(" ")} ${storyAnswer(story, "looks")}`;
  });
  return ["W-TOM, the biscuit tin.", ...lines].join("\n");
}
