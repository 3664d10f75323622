/** Errors of this folder: `name: expected …, got …`. */

export function check(condition: boolean, name: string, { expected, got }: { expected: string; got: unknown }): void {
  if (!condition) throw new Error(`${name}: expected ${expected}, got ${shown(got)}`);
}

export function checkInteger(value: unknown, name: string, { min, max }: { min: number; max: number }): void {
  const expected = max === Infinity ? `an integer of at least ${min}` : `an integer from ${min} to ${max}`;
  check(Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max, name, {
    expected,
    got: value,
  });
}

function shown(value: unknown): string {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return String(value);
  if (value === null || value === undefined) return String(value);
  if (ArrayBuffer.isView(value) && "length" in value)
    return `${value.constructor.name} of length ${String(value.length)}`;
  if (Array.isArray(value)) return `an array of length ${value.length}`;
  return `a value of type ${typeof value}`;
}
