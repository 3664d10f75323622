/** Where two JSON values first differ, numbers compared within a tolerance: plotly figures, claims, metadata. */
import type { Tolerance } from "../../notebook/index.ts";
import { numbersAgree, textsAgree } from "./text.ts";

/** `undefined` if they agree, else one sentence with the path: `data[0].y[3]: expected 1, got 2`. */
export function jsonDifference(
  committed: unknown,
  actual: unknown,
  tolerance?: Tolerance,
  path = "",
): string | undefined {
  if (typeof committed === "number" && typeof actual === "number")
    return numbersAgree(committed, actual, tolerance) ? undefined : differ(path, committed, actual);
  if (typeof committed === "string" && typeof actual === "string")
    return textsAgree(committed, actual, tolerance) ? undefined : differ(path, committed, actual);
  if (Array.isArray(committed) && Array.isArray(actual)) {
    if (committed.length !== actual.length)
      return `${path || "value"}: expected ${committed.length} items, got ${actual.length}`;
    return firstOf(committed.keys(), (i) => jsonDifference(committed[i], actual[i], tolerance, `${path}[${i}]`));
  }
  if (isObject(committed) && isObject(actual)) {
    const keys = new Set([...Object.keys(committed), ...Object.keys(actual)]);
    return firstOf(keys, (key) =>
      jsonDifference(committed[key], actual[key], tolerance, path === "" ? key : `${path}.${key}`),
    );
  }
  return committed === actual ? undefined : differ(path, committed, actual);
}

function firstOf<T>(keys: Iterable<T>, difference: (key: T) => string | undefined): string | undefined {
  for (const key of keys) {
    const found = difference(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function differ(path: string, committed: unknown, actual: unknown): string {
  return `${path || "value"}: expected ${short(committed)}, got ${short(actual)}`;
}

function short(value: unknown): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}…` : text;
}
