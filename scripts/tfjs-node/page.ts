/** What `npm run test:tfjs-node` has seen, as a part of a README. */

export interface Comparison {
  what: string;
  numbers: number;
  /** The largest difference relative to the number. */
  largest: number;
}

const [begin, end] = ["<!-- npm run test:tfjs-node -- --write -->", "<!-- end -->"];

/** `readme` with the part between its two marks made anew. */
export function comparisonPage(
  readme: string,
  { comparisons, machine, date }: { comparisons: readonly Comparison[]; machine: string; date: Date },
): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end, from);
  if (from < 0 || to < 0) throw new Error(`README.md: expected ${begin} and ${end}, got a page without them`);
  const rows = comparisons.map(
    ({ what, numbers, largest }) => `| ${what} | ${numbers.toLocaleString("en")} | ${largest.toExponential(1)} |`,
  );
  const part = [
    begin,
    "",
    `Last run on ${date.toISOString().slice(0, 10)}, ${machine}: all agree.`,
    "",
    "| compared | numbers | largest relative difference |",
    "|---|---|---|",
    ...rows,
    "",
  ];
  return `${readme.slice(0, from)}${part.join("\n")}\n${readme.slice(to)}`;
}
