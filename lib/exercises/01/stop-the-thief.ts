/** Exercise 1.5: write sentences that are grammatical and in no case copied. */
import { trainNgram } from "../../models/index.ts";
import type { Ngram } from "../../models/index.ts";
import { END, toyLanguage } from "../../worlds/index.ts";
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** The tables the student may use: next word, END included, after `context`, of the table of that order (0 … 6). */
export type NextOfOrder = (context: string[], order: number) => Map<string, number>;

/** What the student writes: one new sentence. `ledger` holds the training sentences, words joined by spaces. */
export type WriteNew = (next: NextOfOrder, ledger: ReadonlySet<string>, rng: () => number) => string[];

const sentences = 40;
/** Looks into a table; an order that leaves room for new sentences needs about 25 for each. */
const allowedSteps = 100 * sentences;

/** Novelty must be 1, grammar at least .9, within a number of steps, on a fresh Ledger each time. */
export function checkWriteNew(writeNew: WriteNew, options?: CheckOptions): Feedback {
  return judge((die) => {
    const island = toyLanguage();
    const training = island.corpus(2000, { rng: die });
    const ledger = new Set(training.map((sentence) => sentence.join(" ")));
    const tables = new Map<number, Ngram<string>>();
    let steps = 0;
    const next: NextOfOrder = (context, order) => {
      if (++steps > allowedSteps) throw new OutOfSteps();
      const table = tables.get(order) ?? trainNgram(training, { order, end: END });
      tables.set(order, table);
      return table.nextDistribution(context);
    };

    let grammatical = 0;
    for (let n = 0; n < sentences; n++) {
      let sentence: string[];
      try {
        sentence = written(writeNew(next, new Set(ledger), () => die()));
      } catch (error) {
        if (!(error instanceof OutOfSteps)) throw error;
        return `After ${n} of ${sentences} sentences ${allowedSteps} looks into the tables were used up. How rare is a new sentence at the order you use?`;
      }
      if (ledger.has(sentence.join(" "))) return `\`${sentence.join(" ")}\` stands in the Ledger.`;
      if (sentence.includes(END)) return "END is a sign to stop, not a word of the sentence.";
      grammatical += Number(island.isGrammatical(sentence));
    }
    const share = grammatical / sentences;
    if (share < 0.9)
      return `Nothing is copied, but only ${share.toFixed(2)} of it is grammatical (.90 is asked). How far back must a verb look for its noun, and can it still?`;
    return undefined;
  }, options);
}

class OutOfSteps extends Error {}
