/** A function as its head: name and parameters as they were written, the body folded. */

/** More of a head than this says nothing. */
const longestHead = 200;

/** `function add(a, b = 1) { … }`, `async (x) => …`. Undefined for a class, for native code, and where the source cannot be read. */
export function functionText(value: (...args: never) => unknown): string | undefined {
  const source = Function.prototype.toString.call(value);
  if (/^class\b/.test(source)) return undefined;
  const end = headEnd(source);
  if (end === 0 || source.endsWith("{ [native code] }")) return undefined;
  const head = source
    .slice(0, end)
    // what stripped types have left
    .replaceAll(/\s{2,}(?=\()/g, "")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/ (?=[,)])/g, "");
  const folded = head.length > longestHead ? `${head.slice(0, longestHead)}…` : head;
  return /^\s*=>/.test(source.slice(end)) ? `${folded} => …` : `${folded} { … }`;
}

/** Where the parameters end; 0 if that cannot be seen. */
function headEnd(source: string): number {
  const lone = /^(?:async\s+)?[\p{ID_Start}$_][\p{ID_Continue}$]*(?=\s*=>)/u.exec(source);
  if (lone) return lone[0].length;
  let depth = 0;
  let opened = false;
  const token = /(["'`])(?:\\[^]|(?!\1)[^\\])*\1|\/\*[^]*?\*\/|\/\/.*|[([{]|[)\]}]/g;
  for (const { 0: text, index } of source.matchAll(token)) {
    if (text === "(" && depth === 0) opened = true;
    if ("([{".includes(text)) depth++;
    else if (")]}".includes(text) && --depth === 0 && opened && text === ")") return index + 1;
  }
  return 0;
}
