/** Long signatures broken over lines, as a formatter would. */

const width = 88;
const mostLines = 40;

/** `text` with the contents of its outermost long brackets on lines of their own. */
export function fold(text: string, indent = ""): string {
  const lines = text.split("\n").map((line) => foldLine(line, indent));
  const all = lines.join("\n").split("\n");
  return all.length > mostLines ? [...all.slice(0, mostLines), "…"].join("\n") : all.join("\n");
}

function foldLine(line: string, indent: string): string {
  if (indent.length + line.length <= width || indent.length > 8) return line;
  const group = longestGroup(line);
  if (!group) return foldUnion(line, indent);
  const inner = split(line.slice(group.open + 1, group.close), ",;").map((part) => part.trim());
  const parts = inner.filter(Boolean).map((part) => `${indent}  ${foldLine(part, `${indent}  `)}`);
  return [line.slice(0, group.open + 1), ...parts, `${indent}${line.slice(group.close)}`].join("\n");
}

function foldUnion(line: string, indent: string): string {
  const parts = split(line, "|");
  return parts.length < 4 ? line : parts.map((part) => part.trim()).join(`\n${indent}  | `);
}

/** The longest pair of round or curly brackets that stands in no other. */
function longestGroup(line: string): { open: number; close: number } | undefined {
  let longest: { open: number; close: number } | undefined;
  let depth = 0;
  let open = 0;
  for (let at = 0; at < line.length; at++) {
    const step = stepAt(line, at);
    if (step > 0 && depth++ === 0) open = at;
    if (step < 0 && --depth === 0 && "({".includes(line[open]!) && at - open > 20) {
      if (!longest || at - open > longest.close - longest.open) longest = { open, close: at };
    }
  }
  return longest;
}

/** The parts between `separators` at depth 0, each with the separator that ends it. */
function split(text: string, separators: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    depth += stepAt(text, at);
    if (depth !== 0 || !separators.includes(text[at]!)) continue;
    parts.push(text.slice(from, separators === "|" ? at : at + 1));
    from = at + 1;
  }
  return [...parts, text.slice(from)];
}

function stepAt(text: string, at: number): number {
  const character = text[at]!;
  if ("([{<".includes(character)) return 1;
  if (")]}".includes(character) || (character === ">" && text[at - 1] !== "=")) return -1;
  return 0;
}
