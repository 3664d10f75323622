/** How far the next line of an unfinished text is indented, for front ends that ask. */

const step = "  ";

/** The indent of a line that continues `code`: one step in each bracket, and one where an expression goes on. */
export function nextIndent(code: string): string {
  const { open, inside } = scan(code);
  if (inside === "template") return "";
  const lines = code.split("\n");
  const lineOf = (at: number): string => lines[code.slice(0, at).split("\n").length - 1]!;
  const lastLine = lines.findLast((line) => line.trim() !== "") ?? "";
  const own = indentOf(lastLine);
  if (inside === "comment") return own;
  const bracket = open.at(-1);
  const base = bracket === undefined ? "" : indentOf(lineOf(bracket)) + step;
  if (bracket !== undefined && /^[([{]\s*$/u.test(code.slice(bracket).split("\n")[0]!)) {
    // nothing follows the bracket on its line
    if (lineOf(bracket) === lastLine) return base;
  }
  if (own.length > base.length) return own;
  return /[,;{}([]\s*$/u.test(lastLine) ? base : base + step;
}

function indentOf(line: string): string {
  return /^\s*/u.exec(line)![0];
}

/** The brackets that are open at the end, and whether that is in a template literal or a comment. */
function scan(code: string): { open: number[]; inside: "code" | "template" | "comment" } {
  const open: number[] = [];
  for (let at = 0; at < code.length; at++) {
    const character = code[at]!;
    const rest = code.slice(at, at + 2);
    if (rest === "//") at = endOf(code, "\n", at);
    else if (rest === "/*") {
      if (code.indexOf("*/", at + 2) < 0) return { open, inside: "comment" };
      at = code.indexOf("*/", at + 2) + 1;
    } else if (character === '"' || character === "'") at = endOfQuoted(code, at);
    else if (character === "`" || (character === "}" && code[open.at(-1) ?? -1] === "$")) {
      if (character === "}") open.pop();
      at = endOfTemplate(code, at + 1);
      if (at >= code.length) return { open, inside: "template" };
      if (code[at] === "$") open.push(at++);
    } else if (character === "/" && startsRegularExpression(code.slice(0, at))) at = endOfQuoted(code, at);
    else if ("([{".includes(character)) open.push(at);
    else if (")]}".includes(character)) open.pop();
  }
  return { open, inside: "code" };
}

function endOf(code: string, mark: string, from: number): number {
  const at = code.indexOf(mark, from);
  return at < 0 ? code.length : at;
}

/** The quote that closes the one at `from`, or the end of its line. */
function endOfQuoted(code: string, from: number): number {
  let inClass = false;
  for (let at = from + 1; at < code.length; at++) {
    if (code[at] === "\\") at++;
    else if (code[at] === "\n") return at;
    else if (code[from] === "/" && code[at] === "[") inClass = true;
    else if (code[from] === "/" && code[at] === "]") inClass = false;
    else if (code[at] === code[from] && !inClass) return at;
  }
  return code.length;
}

/** The backtick that closes a template, or the `$` of its next `${`. */
function endOfTemplate(code: string, from: number): number {
  for (let at = from; at < code.length; at++) {
    if (code[at] === "\\") at++;
    else if (code[at] === "`" || code.startsWith("${", at)) return at;
  }
  return code.length;
}

/** A slash divides what is a value, and begins an expression elsewhere. */
function startsRegularExpression(before: string): boolean {
  const text = before.trimEnd();
  return text === "" || /[([{,;:=!&|?+\-*%~^<>]$|\b(?:return|typeof|case|of|in|await|yield)$/u.test(text);
}
