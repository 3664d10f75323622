/** Argument checks whose messages all read `name: expected …, got …`. */

/** Thrown for bad input; the message says what was expected and what came instead. */
export class InputError extends Error {
  override name = "InputError";
}

/** A short rendering of any value for an error message. Never throws, whatever the value does when looked at. */
export function shown(value: unknown): string {
  try {
    if (typeof value === "string") return JSON.stringify(shortened(value));
    return shortened(described(value));
  } catch {
    return `an unreadable ${typeof value}`;
  }
}

function described(value: unknown): string {
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (typeof value === "function") return value.name ? `function ${value.name}` : "a function";
  if (typeof value !== "object" || value === null) return String(value);
  const className: unknown = value.constructor?.name;
  if (value instanceof DataView) return `DataView of ${value.byteLength} bytes`;
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return `${String(className ?? "Array")} of length ${(value as ArrayLike<unknown>).length}`;
  return `an object of ${String(className ?? "no class")}`;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57).toWellFormed()}…` : text;
}

/** Throw an `InputError` unless `condition` holds. `expected` is only built when it does not. */
export function check(
  condition: boolean,
  name: string,
  expected: string | (() => string),
  got: unknown,
): asserts condition {
  if (!condition)
    throw new InputError(
      `${name}: expected ${typeof expected === "string" ? expected : expected()}, got ${shown(got)}`,
    );
}

/** Check that `value` is an integer in `[min, max]` and return it. The default is 0 to 2⁵³ − 1, the largest counted exactly. */
export function checkInteger(value: number, name: string, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): number {
  // subtle: the largest safe integer is only worth naming where it is what was exceeded
  const named = typeof value === "number" && value > max ? max : max === Number.MAX_SAFE_INTEGER ? Infinity : max;
  check(Number.isInteger(value) && value >= min && value <= max, name, () => `an integer ${range(min, named)}`, value);
  return value;
}

/** Check that `value` is a finite number in `[min, max]` and return it. */
export function checkNumber(value: number, name: string, { min = -Infinity, max = Infinity } = {}): number {
  check(
    Number.isFinite(value) && value >= min && value <= max,
    name,
    () => `a finite number ${range(min, max)}`,
    value,
  );
  return value;
}

function range(min: number, max: number): string {
  if (min === -Infinity) return max === Infinity ? "of any size" : `of at most ${max}`;
  return max === Infinity ? `of at least ${min}` : `from ${min} to ${max}`;
}
