/** Argument checks whose messages all read `name: expected …, got …`. */

/** Thrown for bad input; the message says what was expected and what came instead. */
export class InputError extends Error {
  override name = "InputError";
}

/** A short, safe rendering of any value for an error message. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return value.name ? `function ${value.name}` : "a function";
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    const { length } = value as unknown as ArrayLike<unknown>;
    return `${value.constructor.name} of length ${length}`;
  }
  if (typeof value === "object" && value !== null) return `an object of ${value.constructor?.name ?? "no class"}`;
  return String(value);
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

/** Check that `value` is an integer in `[min, max]` and return it. */
export function checkInteger(value: number, name: string, { min = 0, max = Number.MAX_SAFE_INTEGER } = {}): number {
  check(Number.isInteger(value) && value >= min && value <= max, name, () => `an integer ${range(min, max)}`, value);
  return value;
}

/** Check that `value` is a finite number in `[min, max]` and return it. */
export function checkNumber(value: number, name: string, { min = -Infinity, max = Infinity } = {}): number {
  check(
    typeof value === "number" && Number.isFinite(value) && value >= min && value <= max,
    name,
    () => `a finite number ${range(min, max)}`,
    value,
  );
  return value;
}

function range(min: number, max: number): string {
  if (min === -Infinity && max === Infinity) return "of any size";
  if (max === Number.MAX_SAFE_INTEGER || max === Infinity) return `of at least ${min}`;
  return `from ${min} to ${max}`;
}
