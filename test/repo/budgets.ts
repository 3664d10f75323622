/** How long a file may be, and which are longer for a reason. */

export const longestLines = 400;
export const medianLines = 100;

/** Files of more than 400 lines. */
export const longFiles: Readonly<Record<string, string>> = {};

export function countLines(text: string): number {
  return text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
}

/** Sentences about `files`, path to text, that are too long without being named, or named without need. */
export function lengthProblems(
  files: Readonly<Record<string, string>>,
  { longest, exceptions }: { longest: number; exceptions: Readonly<Record<string, string>> },
): string[] {
  const long = Object.entries(files)
    .map(([file, text]) => ({ file, lines: countLines(text) }))
    .filter(({ lines }) => lines > longest);
  const unnamed = long
    .filter(({ file }) => !Object.hasOwn(exceptions, file))
    .map(({ file, lines }) => `${file}: ${lines} lines, at most ${longest}`);
  const needless = Object.keys(exceptions)
    .filter((file) => !long.some((each) => each.file === file))
    .map((file) => `${file}: is named as long, but is not`);
  return [...unnamed, ...needless];
}

/** The middle value; the mean of the two middle ones of an even number. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const last = sorted.length - 1;
  return (sorted[Math.floor(last / 2)]! + sorted[Math.ceil(last / 2)]!) / 2;
}
