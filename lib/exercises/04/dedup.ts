/** Exercise 4.2: near copies, found by the runs of words that pages share. Reference: Lee et al. 2022, section 4.2. */
import type { Rng } from "../../core/index.ts";
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: the places of the pages to keep, in order; of each group of copies the first. */
export type Dedup = (pages: string[]) => number[];

const vocabulary = [..."abcdefghijklmnopqrstuvwxyz"].flatMap((a) => ["a", "i", "o"].map((b) => `${a}${b}`));
const banner = "all pages of this shop speak of nets and hooks and eels";

interface Crawl {
  pages: string[];
  /** For each page the page that it is a copy of, if it is one. */
  copyOf: (number | undefined)[];
  /** The words of another page, in another order: no copy. */
  shuffled: number;
  /** A copy that differs in its spaces alone, and one that differs in a word. */
  spaced: number;
  changed: number;
}

const text = (words: readonly string[]): string => `${banner} ${words.join(" ")}`;

/** Twelve pages. All have the banner, which is no reason to call them copies. */
function web(die: Rng): Crawl {
  const page = (): string[] => Array.from({ length: 40 + die.int(20) }, () => die.pick(vocabulary));
  const originals = Array.from({ length: 8 }, page);
  const [spaced, changed, exact, turned] = die.shuffle([0, 1, 2, 3]) as [number, number, number, number];
  const copies = [
    { text: text(originals[spaced]!).replaceAll(" ", () => die.pick([" ", "  ", "\n"])), of: spaced },
    { text: text(originals[changed]!.with(5 + die.int(30), "new")), of: changed },
    { text: text(originals[exact]!), of: exact },
    { text: text(die.shuffle(originals[turned]!)), of: undefined },
  ];
  const first = originals.length;
  return {
    pages: [...originals.map(text), ...copies.map((copy) => copy.text)],
    copyOf: [...originals.map(() => undefined), ...copies.map(({ of }) => of)],
    spaced: first,
    changed: first + 1,
    shuffled: first + 3,
  };
}

/** On webs whose copies are known: each copy goes, its first page stays, and so does all that is no copy. */
export function checkDedup(dedup: Dedup, options?: CheckOptions): Feedback {
  return judge((die) => {
    if (written(dedup([])).length > 0) return "Of no pages none can be kept.";
    const { pages, copyOf, spaced, changed, shuffled } = web(die);
    const kept = written(dedup([...pages]));
    const strange = kept.find((i, at) => !(i in pages) || (at > 0 && i <= kept[at - 1]!));
    if (strange !== undefined)
      return `Give places from 0 to ${pages.length - 1}, each once, in order; you gave ${kept}.`;
    const isKept = pages.map((_, i) => kept.includes(i));
    const lonely = isKept.findIndex(
      (stays, i) => !stays && i !== shuffled && copyOf[i] === undefined && !copyOf.includes(i),
    );
    if (lonely >= 0)
      return `Page ${lonely} is no copy. It shares a banner with the others: look at how much of a page is shared.`;
    const group = copyOf.find((first, i) => first !== undefined && !isKept[first] && !isKept[i]);
    if (group !== undefined)
      return `Nothing is left of a group (page ${group} and its copy): the first of them should stay.`;
    if (!isKept[shuffled])
      return `Page ${shuffled} has the words of another page in another order. It is no copy: runs of five words tell the difference.`;
    const later = isKept.findIndex((stays, i) => !stays && copyOf[i] === undefined);
    if (later >= 0) return `Of page ${later} and its copies the first is the one to keep.`;
    if (isKept[spaced] && isKept[changed]) return "You find exact copies only. Near ones share most of their runs.";
    if (isKept[spaced]) return `Page ${spaced} is a copy whose spaces and line ends differ: cut into words first.`;
    if (isKept[changed]) return `Page ${changed} is a copy in which one word differs, and it shares most of its runs.`;
    const left = isKept.findIndex((stays, i) => stays && copyOf[i] !== undefined);
    return left < 0 ? undefined : `Page ${left} is a copy of page ${copyOf[left]}.`;
  }, options);
}
