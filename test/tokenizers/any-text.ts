/** Texts for properties: code points of all planes, and what people see as one character made of several. */
import fc from "fast-check";

const codePoint = fc
  .oneof(
    fc.integer({ min: 0, max: 0x7f }),
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10_ffff }),
  )
  .map((code) => String.fromCodePoint(code));

/** Joiners, marks that combine, flags, spaces of all kinds, and what patterns of words look for. */
const part = fc.constantFrom(
  ..."\u200d|\ufe0f|\u0301|\ufeff|\u00a0|\u3000|\u0085|👩|👧|👍🏽|🏳️‍🌈|👨‍👩‍👧‍👦|é|貓|ก็|ß|Ǆ| |  |\n|\r\n|\t|\0|'s|'LL|don't|12|345|fooBar|!|/|<|##".split(
    "|",
  ),
);

export const anyText = fc.array(fc.oneof(codePoint, part), { maxLength: 16 }).map((parts) => parts.join(""));
