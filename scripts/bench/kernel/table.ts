/** The results as one table: each kernel's median, ours as a multiple of ipykernel's, and whether the goal is met. */
import type { PeerName } from "../../../test/peers/index.ts";
import type { Results } from "./run.ts";
import { align } from "../align.ts";
import { median, spread } from "../statistics.ts";
import type { Goal, Row, Value } from "./types.ts";

const heads: Record<PeerName, string> = { ipykernel: "ipykernel", deno: "Deno", tslab: "stock tslab", ours: "ours" };

/** The median of the numbers; where most values are no numbers, the first reason; undefined of none. */
export function summarise(values: readonly Value[] | undefined): Value | undefined {
  if (!values || values.length === 0) return undefined;
  const numbers = values.filter((value) => typeof value === "number");
  return numbers.length * 2 > values.length ? median(numbers) : values.find((value) => typeof value === "string");
}

/** Whether our kernel reaches the goal: undefined where what it is compared with was not measured. */
export function isMet(goal: Goal, row: Row, results: Results): boolean | undefined {
  const ours = summarise(results[row.id]?.ours);
  if (ours === undefined) return undefined;
  if (typeof ours === "string") return false;
  const base = goal.of === undefined ? 1 : summarise(results[goal.of]?.ipykernel);
  if (typeof base !== "number") return undefined;
  return "atMost" in goal ? ours <= goal.atMost * base : ours >= goal.atLeast * base;
}

/** Lines of a Markdown table that is also readable as plain text. */
export function table(rows: readonly Row[], peers: readonly PeerName[], results: Results): string[] {
  const columns = (Object.keys(heads) as PeerName[]).filter((name) => peers.includes(name));
  const head = ["", ...columns.map((name) => heads[name]), "÷ ipykernel", "goal", "met"];
  const body = rows.map((row) => [
    `${row.title}, ${row.unit}`,
    ...columns.map((name) => cell(results[row.id]?.[name])),
    ratio(row, results),
    row.goal ? goalText(row.goal, row) : "",
    row.goal ? mark(isMet(row.goal, row, results)) : "",
  ]);
  return align([head, ...body]);
}

function cell(values: readonly Value[] | undefined): string {
  const value = summarise(values);
  if (value === undefined) return "–";
  const failures = values!.filter((each) => typeof each === "string");
  if (typeof value === "string") return value;
  const numbers = values!.filter((each) => typeof each === "number");
  const around = numbers.length > 1 ? ` ±${digits(spread(numbers))}` : "";
  return `${digits(value)}${around}${failures.length > 0 ? ` (${failures.length}× ${failures[0]})` : ""}`;
}

function ratio({ id, goal, unit }: Row, results: Results): string {
  if (!["ms", "MiB", "lines/s"].includes(unit)) return "";
  const [ours, base] = [summarise(results[id]?.ours), summarise(results[goal?.of ?? id]?.ipykernel)];
  return typeof ours === "number" && typeof base === "number" ? (ours / base).toFixed(2) : "";
}

function goalText(goal: Goal, { id, unit }: Row): string {
  const [sign, number] = "atMost" in goal ? ["≤", goal.atMost] : ["≥", goal.atLeast];
  if (goal.of === undefined) return `${sign} ${number}${unit === "×" ? "" : ` ${unit}`}`;
  return `${sign} ${number} ×${goal.of === id ? "" : ` its ${goal.of}`}`;
}

function mark(met: boolean | undefined): string {
  if (met === undefined) return "?";
  return met ? "yes" : "NO";
}

/** Three digits that mean something, thousands in groups. */
function digits(value: number): string {
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en-US");
  return value.toFixed(Math.abs(value) >= 10 ? 1 : 2);
}
