/** The claim card of the JupyterLab extension, drawn in jsdom. */
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, expect, test } from "vitest";

const url = new URL("../../lib/lab/extension/static/claim.js", import.meta.url);
const { card } = (await import(url.href)) as { card(claim: object): HTMLElement };

beforeAll(() => {
  (globalThis as { document?: Document }).document = new JSDOM("<!doctype html>").window.document;
});
afterAll(() => {
  delete (globalThis as { document?: Document }).document;
});

const control = { expected: "≤ 0.1", measured: 0, holds: true };

test("says sentence, verdict, grade, what was expected, measured and what the control gave", () => {
  const part = { name: "", expected: "≥ 0.6", measured: 0.71236, holds: true, control };
  const made = card({ id: "1.13", sentence: "It is new.", grade: "M", holds: true, seedShift: 0, parts: [part] });
  expect(made.getAttribute("aria-label")).toBe("Claim 1.13 holds");
  expect(made.textContent).toContain("✓ holds · Claim 1.13 · It is new.");
  expect(made.textContent).toContain("Grade M: measured here");
  expect([...made.querySelectorAll("td")].map((cell) => cell.textContent)).toEqual([
    "≥ 0.6",
    "0.7124",
    "0 (expected ≤ 0.1)",
  ]);
  expect(made.textContent).not.toContain("seed");
});

test("shows every digit of a value that fails", () => {
  const part = { name: "new", expected: "≥ 0.6", measured: 0.599999, holds: false, control: { none: "no cause" } };
  const made = card({ id: "1.13", holds: false, seedShift: 3, parts: [part] });
  expect(made.textContent).toContain("0.599999 ✗");
  expect(made.textContent).toContain("none: no cause");
  expect(made.textContent).toContain("every seed moved by 3");
  expect(made.querySelector("tbody th")!.textContent).toBe("new");
});

test.each([{}, { parts: 3 }, { parts: [{}] }, { holds: "yes", sentence: null, grade: "__proto__", parts: [] }])(
  "of %j is a card that does not claim to hold",
  (claim) => {
    expect(card(claim).getAttribute("aria-label")).toMatch(/does not hold$/);
  },
);

test("takes every word as text", () => {
  const evil = "<img src=x onerror=alert(1)>";
  const made = card({
    id: evil,
    sentence: evil,
    note: evil,
    grade: evil,
    parts: [{ name: evil, expected: evil, measured: evil, control: evil }],
  });
  expect(made.querySelector("img")).toBeNull();
  expect(made.textContent).toContain(evil);
});
