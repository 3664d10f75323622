/** Exercise 1.1: count the different sentences of a small grammar. */
import type { Rng } from "../../core/index.ts";
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** Name → alternatives, each a list of names and words. The first name is `S`; no rule leads back to itself. */
export type Rules = Record<string, string[][]>;

/** What the student writes: how many different sentences of at most `maxLength` words there are. */
export type CountSentences = (rules: Rules, maxLength: number) => number;

/** Compare with writing out every sentence, on random grammars in which some sentences have two trees. */
export function checkCountSentences(count: CountSentences, options?: CheckOptions): Feedback {
  return judge((die) => {
    const rules = randomRules(die);
    const trees = writeOut(rules, ["S"]).map((words) => words.join(" "));
    const lengths = trees.map(lengthOf);
    const maxLength = Math.max(...lengths) - 1;
    const short = trees.filter((sentence) => lengthOf(sentence) <= maxLength);
    const right = new Set(short).size;
    const got = written(count(structuredClone(rules), maxLength));
    if (got === right) return undefined;
    const exactly = new Set(trees.filter((sentence) => lengthOf(sentence) === maxLength)).size;
    const below = new Set(trees.filter((sentence) => lengthOf(sentence) < maxLength)).size;
    const said = `At most ${maxLength} words: you count ${got}, there are ${right}.`;
    const example = short.find((sentence, i) => short.indexOf(sentence) !== i);
    if (got === short.length) return `${said} Is \`${example}\` counted twice because it is reached in two ways?`;
    if (got === exactly)
      return `${said} Do you count the sentences of exactly that length and forget the shorter ones?`;
    if (got === below) return `${said} "At most" includes ${maxLength} itself: < or <=?`;
    if (got === new Set(trees).size) return `${said} Is maxLength used at all?`;
    return `${said} Try a grammar with one rule by hand first.`;
  }, options);
}

function lengthOf(sentence: string): number {
  return sentence.split(" ").length;
}

/** Three layers, short and long alternatives, and always one sentence that two alternatives can say. */
function randomRules(die: Rng): Rules {
  const word = () => die.pick(["a", "b", "c", "d"]);
  const X = Array.from({ length: 2 + die.int(2) }, () => Array.from({ length: 1 + die.int(2) }, word));
  return {
    S: [["X", "Y"], ["Y", "X"], ["X"], ["X", "Y", "X"]],
    Y: [["X"], [word(), word()], ["X", word()]],
    X: [...X, [word()], ["a", "a"], ["a"]],
  };
}

/** Every tree's sentence; a sentence with two trees comes twice. */
function writeOut(rules: Rules, symbols: string[]): string[][] {
  const at = symbols.findIndex((symbol) => symbol in rules);
  if (at < 0) return [symbols];
  return rules[symbols[at]!]!.flatMap((alternative) =>
    writeOut(rules, [...symbols.slice(0, at), ...alternative, ...symbols.slice(at + 1)]),
  );
}
