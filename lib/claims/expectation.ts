/** What a number must be for a sentence to hold: the six comparisons, as types, as a test and as text. */
import { check } from "../core/index.ts";

/** What can be ordered. */
export type Size = number | bigint;

/** What can be measured once. */
export type Value = Size | string | boolean;

/** What can be measured: one value, or one size for each seed or case, every one of which must hold. */
export type Measured = Value | readonly Size[];

/** The comparisons by name. `between` includes both ends. */
export interface Limits {
  atLeast: Size;
  atMost: Size;
  above: Size;
  below: Size;
  between: readonly [Size, Size];
  equals: Value;
}

/** Exactly one property of `T`. */
export type ExactlyOne<T> = {
  [K in keyof T]: { [P in K]: T[P] } & { [P in Exclude<keyof T, K>]?: never };
}[keyof T];

/** One comparison, checked and ready to be applied and shown. */
export interface Expectation {
  /** As text: `≥ 0.6`, `0.45 … 0.55`. */
  text: string;
  /** True if the comparison holds for `measured`, and for every one of several. */
  holds(measured: Measured): boolean;
}

const names = ["atLeast", "atMost", "above", "below", "between", "equals"] as const satisfies readonly (keyof Limits)[];

/**
 * Read the one expectation in `options`: `atLeast` and its siblings, or with a `prefix` `controlAtLeast` and its siblings.
 * Throws an `InputError` unless there is exactly one and it is a size (for `equals`, any value).
 */
export function expectationOf(options: object, { name, prefix = "" }: { name: string; prefix?: string }): Expectation {
  const given = names
    .map((limit) => ({ limit, key: prefix ? prefix + limit[0]!.toUpperCase() + limit.slice(1) : limit }))
    .map(({ limit, key }) => ({ limit, key, value: (options as Record<string, unknown>)[key] }))
    .filter(({ value }) => value !== undefined);
  const among = names.map((limit) => (prefix ? prefix + limit[0]!.toUpperCase() + limit.slice(1) : limit)).join(", ");
  check(given.length === 1, name, `exactly one of ${among}`, given.map(({ key }) => key).join(" and ") || "none");
  const { limit, key, value } = given[0]!;
  const at = `${name} ${key}`;
  if (limit === "equals") {
    checkValue(value, at);
    return { text: `= ${format(value)}`, holds: (measured) => all(measured, (m) => m === value) };
  }
  if (limit === "between") {
    check(Array.isArray(value) && value.length === 2, at, "two numbers [low, high]", value);
    const [low, high] = [checkSize(value[0], `${at}[0]`), checkSize(value[1], `${at}[1]`)];
    check(low <= high, at, "low ≤ high", `${low} > ${high}`);
    return {
      text: `${format(low)} … ${format(high)}`,
      holds: (measured) => all(measured, (m) => m >= low && m <= high),
    };
  }
  const bound = checkSize(value, at);
  const [sign, compare] = {
    atLeast: ["≥", (m: Size) => m >= bound],
    atMost: ["≤", (m: Size) => m <= bound],
    above: [">", (m: Size) => m > bound],
    below: ["<", (m: Size) => m < bound],
  }[limit] as [string, (m: Size) => boolean];
  return { text: `${sign} ${format(bound)}`, holds: (measured) => all(measured, compare) };
}

/** Check that a measurement is there, is finite, and can be compared with what is expected of it. */
export function checkMeasured(measured: unknown, name: string, { ordered }: { ordered: boolean }): Measured {
  if (Array.isArray(measured)) {
    check(measured.length > 0, name, "at least one number", measured);
    return measured.map((value, i) => checkSize(value, `${name}[${i}]`));
  }
  return ordered ? checkSize(measured, name) : checkValue(measured, name);
}

/** A measurement as text: four significant digits, or every digit where `exact`; several values as their range. */
export function format(measured: unknown, { exact = false } = {}): string {
  if (Array.isArray(measured)) {
    if (measured.length === 1) return format(measured[0], { exact });
    const low = measured.reduce((a: Size, b: Size) => (b < a ? b : a));
    const high = measured.reduce((a: Size, b: Size) => (b > a ? b : a));
    return `${format(low, { exact })} … ${format(high, { exact })} (n = ${measured.length})`;
  }
  if (typeof measured === "number")
    return Number.isInteger(measured) || exact ? String(measured) : String(Number(measured.toPrecision(4)));
  if (typeof measured === "bigint") {
    const digits = String(measured);
    return digits.length <= 30 ? digits : `${digits.slice(0, 6)}… (${digits.replace("-", "").length} digits)`;
  }
  return typeof measured === "string" ? JSON.stringify(measured) : String(measured);
}

/** Subtle: where order matters `checkMeasured` has let only sizes through; `equals` compares any value by `===`. */
function all(measured: Measured, holds: (m: Size) => boolean): boolean {
  return Array.isArray(measured) ? measured.every(holds) : holds(measured as Size);
}

function isSize(value: unknown): value is Size {
  return typeof value === "bigint" || (typeof value === "number" && Number.isFinite(value));
}

function checkSize(value: unknown, name: string): Size {
  check(isSize(value), name, "a finite number", value);
  return value;
}

function checkValue(value: unknown, name: string): Value {
  if (typeof value === "string" || typeof value === "boolean") return value;
  check(isSize(value), name, "a finite number, a text or a truth value", value);
  return value;
}
