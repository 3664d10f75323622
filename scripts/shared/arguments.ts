/** Values of options, as commander wants them parsed. */
import path from "node:path";
import { InvalidArgumentError } from "commander";

export function whole(text: string): number {
  if (!/^\d+$/u.test(text)) throw new InvalidArgumentError("expected a whole number");
  return Number(text);
}

export function count(text: string): number {
  if (!/^[1-9]\d*$/u.test(text)) throw new InvalidArgumentError("expected a whole number from 1");
  return Number(text);
}

/** For an option that may be given again: all that were given, each of them one of `known`. */
export function oneOf<T extends string>(known: readonly T[]) {
  return (text: string, before: readonly T[] | undefined): T[] => {
    const found = known.find((name) => name === text);
    if (found === undefined) throw new InvalidArgumentError(`expected one of ${known.join(", ")}`);
    return [...(before ?? []), found];
  };
}

/** A file as it is named from the folder where npm was called. */
export function namedFile(name: string): string {
  return path.resolve(process.env["INIT_CWD"] ?? process.cwd(), name);
}
