/** The cells that are timed: the same work in each kernel's language. */
import type { PeerName } from "../../../test/peers/index.ts";

export interface Cells {
  /** No two alike, so that nothing can be remembered from an earlier one. */
  trivial(n: number): string;
  /** Twenty lines with types, of plain language. */
  typed: string;
  /** Declares names that later cells may use, as every cell of a long notebook does. */
  declaring(n: number): string;
  /** Declares `words`, a list. */
  words: string;
  /** Members of `words` that have documentation, each with a beginning that completes to it and others. */
  members: readonly { name: string; beginning: string }[];
  printLines(count: number): string;
  loops: { top: string; earlier: string; inFunction: string; declare: string };
  endless: string;
}

const typescript: Cells = {
  trivial: (n) => `${n} + 1`,
  typed: `interface Reading {
  place: string;
  celsius: number[];
}
const readings: Reading[] = [
  { place: "Bergen", celsius: [3, 5, 4] },
  { place: "Madrid", celsius: [14, 17, 12] },
];
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
type Summary = { place: string; mean: number; warm: boolean };
const summaries: Summary[] = readings.map(({ place, celsius }) => {
  const average = mean(celsius);
  return { place, mean: average, warm: average > 10 };
});
const byPlace = new Map<string, Summary>(summaries.map((each) => [each.place, each]));
const warmest = summaries.slice().sort((a, b) => b.mean - a.mean)[0];
const label: string = \`\${warmest?.place ?? "nowhere"} of \${byPlace.size}\`;
label`,
  declaring: (n) =>
    `const value${n} = ${n};\nfunction add${n}(x: number): number {\n  return x + value${n};\n}\nadd${n}(${n})`,
  words: 'const words: string[] = ["one", "two"];\nwords.length',
  members: [
    { name: "map", beginning: "m" },
    { name: "filter", beginning: "fi" },
    { name: "slice", beginning: "s" },
    { name: "concat", beginning: "c" },
    { name: "join", beginning: "jo" },
    { name: "indexOf", beginning: "in" },
    { name: "forEach", beginning: "fo" },
    { name: "reduce", beginning: "re" },
    { name: "some", beginning: "so" },
    { name: "every", beginning: "e" },
  ],
  printLines: (count) => `for (let i = 0; i < ${count}; i++) console.log("line " + i);`,
  loops: {
    declare: `let total = 0;
function loop(): number {
  let sum = 0;
  for (let i = 0; i < 1e7; i++) sum += i;
  return sum;
}
1`,
    top: `let topStart = performance.now();
let topSum = 0;
for (let i = 0; i < 1e7; i++) topSum += i;
performance.now() - topStart`,
    earlier: `let earlierStart = performance.now();
for (let i = 0; i < 1e7; i++) total += i;
performance.now() - earlierStart`,
    inFunction: `let functionStart = performance.now();
loop();
performance.now() - functionStart`,
  },
  endless: "while (true) {}",
};

const python: Cells = {
  trivial: typescript.trivial,
  typed: `from dataclasses import dataclass
@dataclass
class Reading:
    place: str
    celsius: list[float]
readings: list[Reading] = [
    Reading("Bergen", [3, 5, 4]),
    Reading("Madrid", [14, 17, 12]),
]
def mean(values: list[float]) -> float:
    return sum(values) / len(values)
@dataclass
class Summary:
    place: str
    mean: float
    warm: bool
summaries = [Summary(r.place, mean(r.celsius), mean(r.celsius) > 10) for r in readings]
by_place: dict[str, Summary] = {s.place: s for s in summaries}
warmest = max(summaries, key=lambda s: s.mean)
f"{warmest.place} of {len(by_place)}"`,
  declaring: (n) => `value${n} = ${n}\ndef add${n}(x: int) -> int:\n    return x + value${n}\n\nadd${n}(${n})`,
  words: 'words: list[str] = ["one", "two"]\nlen(words)',
  members: [
    { name: "append", beginning: "a" },
    { name: "extend", beginning: "e" },
    { name: "insert", beginning: "in" },
    { name: "remove", beginning: "re" },
    { name: "pop", beginning: "p" },
    { name: "index", beginning: "in" },
    { name: "count", beginning: "co" },
    { name: "sort", beginning: "so" },
    { name: "reverse", beginning: "re" },
    { name: "copy", beginning: "co" },
  ],
  printLines: (count) => `for i in range(${count}): print(f"line {i}")`,
  loops: {
    declare: `from time import perf_counter
total = 0
def loop():
    sum = 0
    for i in range(1_000_000): sum += i
    return sum
1`,
    top: `start = perf_counter()
sum_ = 0
for i in range(1_000_000): sum_ += i
(perf_counter() - start) * 1000`,
    earlier: `start = perf_counter()
for i in range(1_000_000): total += i
(perf_counter() - start) * 1000`,
    inFunction: `start = perf_counter()
loop()
(perf_counter() - start) * 1000`,
  },
  endless: "while True: pass",
};

export function cellsFor(peer: PeerName): Cells {
  return peer === "ipykernel" ? python : typescript;
}
