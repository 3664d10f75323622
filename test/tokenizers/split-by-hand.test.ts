/**
 * Splits worked out by hand from the patterns as they were published: Radford et al. 2019 (GPT-2), `encoder.py`, and
 * `tiktoken_ext/openai_public.py` for cl100k_base and o200k_base. The words are joined by | here.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { eachWord, splitPatterns, splitWords } from "../../lib/tokenizers/split-patterns.ts";
import type { SplitPattern } from "../../lib/tokenizers/split-patterns.ts";
import { anyText } from "./any-text.ts";

const patterns = Object.keys(splitPatterns) as SplitPattern[];
const cut = (words: string) => ({ text: words.replaceAll("|", ""), words: words.split("|") });

describe("GPT-2", () => {
  test.each([
    ["contractions in small letters stand alone", "don|'t| they|'ll|'ve| it|'s| I|'m| you|'re| he|'d"],
    ["those in capitals and other apostrophes are signs", "DON|'|T| it|’|s"],
    ["a contraction is one wherever an apostrophe stands", "'t|is| O|'|Neill|'s"],
    ["signs take the space before them, and only that", "rock| '|n|'| roll| --|  "],
    ["numbers are as long as they are, and end at a letter", "12345|a|1|b| 3|.|14|,|159"],
    ["every kind of number is one: fractions, powers, Roman, Arabic, full width", "½²Ⅻ|x| ٣٤|y|１２"],
    ["of several spaces the last goes with the next word", "a|   | b|  | 1| | !"],
    ["a line end goes with no word", "a|\n|b"],
    ["of two line ends each is alone before a word", "a|\n|\n|b"],
    ["spaces around a line end: the last goes with the next word", "a| \n| b"],
    ["spaces at the end of the text are one", "a| \n\t "],
    ["a tab is no space before a word", "\t|if| x"],
    ["Chinese has no spaces, so a sentence is a word", "貓坐在墊子上|，|吃了老鼠|。"],
    ["combining marks are no letters", "cafe|\u0301|s"],
    ["so that Hindi falls apart at its vowels", "नमस|\u094d|त|\u0947"],
    ["an emoji with joiners is one, with all the signs that follow", "a|👩‍👧‍👦|b| 👍🏽!?| 🏳️‍🌈|1"],
    ["two flags are not parted", "🇹🇼🇩🇪"],
    ["underscores are signs", "snake|_|case|__|init|__"],
  ])("%s", (_, words) => {
    const { text, words: expected } = cut(words);
    expect(splitWords(text, "gpt2")).toEqual(expected);
  });
});

describe("GPT-4", () => {
  test.each([
    ["contractions in capitals stand alone too", "DON|'T| they|'Ll|'vE| it|'s"],
    ["numbers are cut in threes from the left, without a space", "1|/|123|/|123|4|/|123|456|/|123|456|7| |12"],
    ["any sign but a line end stays with the word behind it", "_private| _|hidden|(hello|)|\ttab|.dot|\u0301a| spaced"],
    ["but only one", "((|a|--|b| $|c"],
    ["and not with a number", "$|12|.|50|%"],
    ["an apostrophe is a contraction first, also where a word begins", "'s|un|'a"],
    ["line ends are one, and take what stands before them", "a|\n\n|b| \n|c|\r\n\r\n|d"],
    ["signs take the line ends behind them", "x|;\n\n|y|}\r\n|z"],
    ["spaces behind a line end are a new beginning", "a| \n| | b"],
    ["spaces at the end are one", "end|.|  "],
    ["Chinese signs stay with the words behind them", "貓|，狗|。"],
    ["combining marks stay with the letters behind them", "cafe|\u0301s"],
    ["an emoji takes a letter with it only if it is one sign", "a|👍b|👩‍👧|c"],
  ])("%s", (_, words) => {
    const { text, words: expected } = cut(words);
    expect(splitWords(text, "cl100k")).toEqual(expected);
  });
});

describe("GPT-4o", () => {
  test.each([
    ["a word is cut before a capital that follows a small letter", "camel|Case| i|Phone| foo|BAR"],
    ["capitals go with what follows them", "HTTPServer| ÉCOLE| Straße| Ǆungla"],
    ["contractions stay with their words", "don't| NASA's| I'LL|'ve| It'Re"],
    ["combining marks are part of words", "cafe\u0301s| नमस्ते"],
    ["Chinese characters are capitals and small letters at once", "貓Cat|Dog| cat貓|Dog"],
    ["numbers are cut in threes, without a space", "123|456|78| |9"],
    ["slashes go with signs like line ends", "a|/b|//\n|c|;//|d|;\n/|e"],
    ["line ends are one, what follows them is apart", "a|\n\n| b|\r\n|c| \n|d"],
    ["a title letter is a capital", "a|ǅb"],
  ])("%s", (_, words) => {
    const { text, words: expected } = cut(words);
    expect(splitWords(text, "o200k")).toEqual(expected);
  });
});

const isSpace = (character: string) => /^\p{White_Space}$/u.test(character);
const kindOf = (character: string | undefined) => {
  if (character === undefined) return "end";
  if (isSpace(character)) return "space";
  if (/^\p{L}$/u.test(character)) return "letter";
  return /^\p{N}$/u.test(character) ? "number" : "sign";
};

/** GPT-2's split in words: a second way to write it, character by character. */
function scan(text: string): string[] {
  const characters = [...text];
  const words: string[] = [];
  for (let at = 0; at < characters.length;) {
    const contraction = ["'s", "'d", "'m", "'t", "'ll", "'ve", "'re"].find((each) =>
      characters
        .slice(at, at + 3)
        .join("")
        .startsWith(each),
    );
    const first = characters[at] === " " ? at + 1 : at;
    const kind = kindOf(characters[first]);
    let to = at;
    if (contraction !== undefined) to = at + contraction.length;
    else if (kind !== "space" && kind !== "end") {
      to = first;
      while (kindOf(characters[to]) === kind) to++;
    } else {
      while (kindOf(characters[to]) === "space") to++;
      // what follows takes the last one, unless that is the only one
      if (to < characters.length && to > at + 1) to--;
    }
    words.push(characters.slice(at, to).join(""));
    at = to;
  }
  return words;
}

test("GPT-2's split is what a scanner of characters makes, on any text", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(splitWords(text, "gpt2")).toEqual(scan(text));
    }),
    { numRuns: 400 },
  );
});

describe.each(patterns)("%s", (pattern) => {
  test("each word begins where the one before has ended, and is visited once", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        let last = 0;
        eachWord(text, pattern, (start, end) => {
          expect(start).toBe(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        });
        expect(last).toBe(text.length);
      }),
    );
  });

  test("no word is cut inside of a character of two units", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        for (const word of splitWords(text, pattern)) expect(word.isWellFormed()).toBe(true);
      }),
    );
  });

  test("a number is in no word with a letter; with GPT-2 as long as it is, later at most three long", () => {
    const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(digits, (number) => {
        const expected = pattern === "gpt2" ? [number] : number.match(/.{1,3}/gu)!;
        expect(splitWords(`a${number}b`, pattern)).toEqual(["a", ...expected, "b"]);
      }),
    );
  });

  test("a text is cut the same way twice: nothing is left over from the time before", () => {
    const text = "a text, with 1234 words\n";
    const words = splitWords(text, pattern);
    eachWord(text, pattern, () => splitWords("in between", pattern));
    expect(splitWords(text, pattern)).toEqual(words);
  });
});
