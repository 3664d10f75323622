/** Tokenizers as text: JSON with a name and a version, so that spaces, newlines, NUL and emoji survive. */
import { check } from "../core/index.ts";

const version = 1;

/** What `loaded` reads again. */
export function saved({ format, ...parts }: { format: string } & Readonly<Record<string, unknown>>): string {
  return JSON.stringify({ format, version, ...parts });
}

/** Kinds of parts that a tokenizer is saved as. */
interface Kinds {
  text: string;
  texts: string[];
  numbers: number[];
  /** Pairs of ids; the n-th is of ids below 256 + n. */
  merges: [number, number][];
}

const isListOf = (isOne: (each: unknown) => boolean) => (value: unknown) => Array.isArray(value) && value.every(isOne);
const isText = (value: unknown): boolean => typeof value === "string";

const kinds: { readonly [K in keyof Kinds]: { what: string; is: (value: unknown) => boolean } } = {
  text: { what: "a text", is: isText },
  texts: { what: "an array of texts", is: isListOf(isText) },
  numbers: { what: "an array of numbers", is: isListOf(Number.isFinite) },
  merges: { what: "an array of pairs", is: Array.isArray },
};

/** The parts of a saved tokenizer, by name and kind. `name` is that of the function that loads. Throws if it is another, was cut, or a part is not of its kind. */
export function loaded<Parts extends Readonly<Record<string, keyof Kinds>>>(
  text: string,
  { name, format, parts }: { name: string; format: string; parts: Parts },
): { [Name in keyof Parts]: Kinds[Parts[Name]] } {
  let data: Record<string, unknown> = {};
  try {
    data = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    // what is no JSON has no format
  }
  check(data["format"] === format, `${name} format`, `"${format}"`, data["format"]);
  check(data["version"] === version, `${name} version`, String(version), data["version"]);
  for (const [part, kind] of Object.entries(parts)) {
    const { what, is } = kinds[kind];
    check(is(data[part]), `${name} ${part}`, what, data[part]);
    if (kind === "merges") checkMerges(data[part] as unknown[], `${name} ${part}`);
  }
  return data as { [Name in keyof Parts]: Kinds[Parts[Name]] };
}

function checkMerges(merges: readonly unknown[], name: string): void {
  for (const [n, pair] of merges.entries()) {
    const isId = (id: unknown): boolean => Number.isInteger(id) && (id as number) >= 0 && (id as number) < 256 + n;
    const isPair = Array.isArray(pair) && pair.length === 2 && pair.every(isId);
    check(isPair, `${name}[${n}]`, `two ids below ${256 + n}`, pair);
  }
}
