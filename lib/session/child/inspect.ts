/**
 * Any value as text, without colours: what `util.inspect` says, made so that it is always short, quick and safe.
 * Tensors and functions read better than their insides.
 */
import { inspect } from "node:util";
import { isProxy } from "node:util/types";
import { functionText } from "./function-text.ts";
import { withoutOwnFrames } from "./stack-text.ts";
import { isTensor, tensorText } from "./tensor.ts";

const general = { maxStringLength: 10_000, breakLength: 88 };

/** From roomy to tight: the first that keeps a value to `mostItems` is taken. */
const limits = [
  { depth: 4, maxArrayLength: 100 },
  { depth: 3, maxArrayLength: 50 },
  { depth: 2, maxArrayLength: 20 },
  { depth: 1, maxArrayLength: 20 },
  { depth: 0, maxArrayLength: 100 },
];
const mostItems = 5000;
const mostKeys = 100;
const longestText = 200_000;

/** The text of a value. Never throws: a value whose own methods do is shown without them. */
export function textOf(value: unknown): string {
  for (const attempt of [own, limited, plain]) {
    try {
      const text = attempt(value);
      if (text !== undefined) return folded(withoutOwnFrames(text));
    } catch {
      // a getter, a proxy or a method of the value threw
    }
  }
  return "a value that cannot be shown: reading it throws";
}

function own(value: unknown): string | undefined {
  if (isProxy(value)) return undefined;
  if (typeof value === "function" && Object.keys(value).length === 0) return functionText(value as () => unknown);
  if (isTensor(value)) return tensorText(value);
  return undefined;
}

function limited(value: unknown): string {
  const fit = limits.find(({ depth, maxArrayLength }) => countItems(value, { depth, maxArrayLength }) <= mostItems);
  const options = { ...general, ...(fit ?? limits.at(-1)) };
  if (!isPlainObject(value)) return inspect(standInsOf(value), options);
  const keys = Object.keys(value);
  if (keys.length <= mostKeys) return inspect(standInsOf(value), options);
  const first = Object.fromEntries(
    keys.slice(0, mostKeys).map((key) => [key, Object.getOwnPropertyDescriptor(value, key)!]),
  );
  const text = inspect(Object.create(Object.getPrototypeOf(value), first), { ...options, compact: false });
  const more = keys.length - mostKeys;
  return `${text.replace(/\n\}$/, "")},\n  ... ${more} more ${more === 1 ? "property" : "properties"}\n}`;
}

function plain(value: unknown): string {
  return inspect(value, { ...general, depth: 0, customInspect: false });
}

function folded(text: string): string {
  const more = text.length - longestText;
  return more > 0 ? `${text.slice(0, longestText)}\n... ${more} more characters` : text;
}

/** About how many things `inspect` would write, counted up to where it is too many. Calls no getter and no trap. */
function countItems(value: unknown, { depth, maxArrayLength }: (typeof limits)[number]): number {
  let count = 0;
  const seen = new Set<unknown>();
  const visit = (each: unknown, level: number): void => {
    if (++count > mostItems || typeof each !== "object" || each === null || level > depth) return;
    if (isProxy(each) || seen.has(each)) return;
    seen.add(each);
    if (ArrayBuffer.isView(each)) count += Math.min(each.byteLength, maxArrayLength);
    else if (Array.isArray(each)) for (const item of each.slice(0, maxArrayLength)) visit(item, level + 1);
    else if (each instanceof Map || each instanceof Set) {
      let left = maxArrayLength;
      for (const item of each) {
        if (left-- === 0) break;
        if (each instanceof Map) for (const half of item as [unknown, unknown]) visit(half, level + 1);
        else visit(item, level + 1);
      }
    } else {
      let left = level === 0 ? mostKeys : Infinity;
      for (const key in each) {
        if (count > mostItems || left-- === 0) break;
        visit(Object.getOwnPropertyDescriptor(each, key)?.value, level + 1);
      }
    }
  };
  visit(value, 0);
  return count;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null || isProxy(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The list or object with each tensor in it replaced by something that `inspect` writes as a tensor. */
function standInsOf(value: unknown): unknown {
  if (isProxy(value)) return value;
  if (Array.isArray(value)) {
    if (value.length > mostKeys || !value.some(isTensor)) return value;
    return value.map(standIn);
  }
  if (!isPlainObject(value)) return value;
  const properties = Object.getOwnPropertyDescriptors(value);
  if (!Object.values(properties).some((property) => isTensor(property.value))) return value;
  for (const property of Object.values(properties)) if ("value" in property) property.value = standIn(property.value);
  return Object.create(Object.getPrototypeOf(value), properties);
}

function standIn(value: unknown): unknown {
  return isTensor(value) ? { [inspect.custom]: () => tensorText(value) } : value;
}
