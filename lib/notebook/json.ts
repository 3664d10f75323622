/**
 * JSON text as Python's `json.dumps(indent=1, sort_keys=True, ensure_ascii=False)` writes it, to the byte.
 *
 * `JSON.stringify` cannot: it puts keys such as "10" and "9" first and in numeric order, and writes 1e-5 as 0.00001.
 */

/** Serialise plain JSON data. `undefined` members are left out, as `JSON.stringify` does. */
export function pythonJson(value: unknown): string {
  return render(value, "\n");
}

function render(value: unknown, newline: string): string {
  if (typeof value === "number") return number(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const inner = `${newline} `;
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    return `[${inner}${value.map((item) => render(item, inner)).join(`,${inner}`)}${newline}]`;
  }
  const keys = Object.keys(value).filter((key) => (value as Record<string, unknown>)[key] !== undefined);
  if (keys.length === 0) return "{}";
  const members = keys
    .sort(byCodePoint)
    .map((key) => `${JSON.stringify(key)}: ${render((value as Record<string, unknown>)[key], inner)}`);
  return `{${inner}${members.join(`,${inner}`)}${newline}}`;
}

/** Python writes a float below 1e-4 with an exponent of at least two digits; JavaScript below 1e-6, with one. */
function number(value: number): string {
  if (!Number.isFinite(value)) return "null";
  const size = Math.abs(value);
  if (size === 0 || size >= 1e-4) return JSON.stringify(value);
  return value.toExponential().replace(/e-(\d)$/, "e-0$1");
}

/** Python orders text by code point. Subtle: UTF-16 order differs for characters beyond the basic plane. */
function byCodePoint(a: string, b: string): number {
  const left = [...a];
  const right = [...b];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
