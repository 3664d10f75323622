import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check, checkInteger, checkNumber, InputError, shown } from "../../lib/core/check.ts";

/** What the call throws, as text. */
function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return "nothing was thrown";
}

function neverCalled(): string {
  throw new Error("must not be called");
}

describe("check", () => {
  it("does nothing, and builds no text, where the condition holds", () => {
    expect(check(true, "name", neverCalled, 1)).toBeUndefined();
  });

  it("throws an InputError in the grammar of all errors", () => {
    expect(messageOf(() => check(false, "name", "a thing", 1))).toBe("name: expected a thing, got 1");
    expect(messageOf(() => check(false, "name", () => "a thing", "x"))).toBe('name: expected a thing, got "x"');
    expect(String(new InputError("m"))).toBe("InputError: m");
  });
});

describe("shown", () => {
  class Poet {
    readonly lines = 4;
  }
  it.each([
    ["", '""'],
    ['a "b"\n', '"a \\"b\\"\\n"'],
    [undefined, "undefined"],
    [null, "null"],
    [Number.NaN, "NaN"],
    [-0, "-0"],
    [10n, "10n"],
    [Symbol("s"), "Symbol(s)"],
    [() => 0, "a function"],
    [Math.max, "function max"],
    [[], "Array of length 0"],
    [new Float32Array(3), "Float32Array of length 3"],
    [new DataView(new ArrayBuffer(4)), "DataView of 4 bytes"],
    [{}, "an object of Object"],
    [new Poet(), "an object of Poet"],
  ])("says of %o: %s", (value, text) => {
    expect(shown(value)).toBe(text);
  });

  it("names values that have no class", () => {
    expect(shown(Object.create(null))).toBe("an object of no class");
    expect(shown(Object.setPrototypeOf([1], null))).toBe("Array of length 1");
  });

  it("survives values that throw when they are looked at", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const getter = Object.defineProperty({}, "constructor", {
      get() {
        throw new Error("hostile");
      },
    });
    expect(shown(proxy)).toBe("an unreadable object");
    expect(shown(getter)).toBe("an unreadable object");
    expect(shown({ constructor: { name: Object.create(null) } })).toBe("an unreadable object");
  });

  it("stays short for any value, and never cuts a character in half", () => {
    fc.assert(fc.property(fc.anything({ withBigInt: true }), (value) => shown(value).length <= 400));
    expect(shown(10n ** 1000n)).toHaveLength(58);
    expect(shown(`${"a".repeat(56)}${"😀".repeat(10)}`)).toBe(`"${"a".repeat(56)}\uFFFD…"`);
  });
});

describe("checkInteger", () => {
  it("returns the number it was given, its bounds included", () => {
    for (const value of [0, Number.MAX_SAFE_INTEGER]) expect(checkInteger(value, "n")).toBe(value);
    for (const value of [-2, 3]) expect(checkInteger(value, "n", { min: -2, max: 3 })).toBe(value);
  });

  it("refuses what cannot even be compared with a number", () => {
    for (const value of [{ toString: 0 }, Symbol("a"), 1n, Object.create(null)])
      expect(() => checkInteger(value as never, "count")).toThrow("count: expected an integer of at least 0, got");
  });

  it("agrees with the definition on any value", () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.double(), fc.integer()), (value) => {
        const inside = Number.isInteger(value) && (value as number) >= -5 && (value as number) <= 1e6;
        const message = messageOf(() => checkInteger(value as number, "n", { min: -5, max: 1e6 }));
        return (message === "nothing was thrown") === inside;
      }),
    );
  });

  it.each([
    [-1, {}, "n: expected an integer of at least 0, got -1"],
    [1.5, {}, "n: expected an integer of at least 0, got 1.5"],
    ["3", {}, 'n: expected an integer of at least 0, got "3"'],
    [3n, { max: 5 }, "n: expected an integer from 0 to 5, got 3n"],
    [Infinity, { min: 1 }, "n: expected an integer from 1 to 9007199254740991, got Infinity"],
    [2 ** 53, {}, "n: expected an integer from 0 to 9007199254740991, got 9007199254740992"],
    [9, { min: -Infinity, max: 5 }, "n: expected an integer of at most 5, got 9"],
  ])("refuses %o in %o", (value, bounds, message) => {
    expect(messageOf(() => checkInteger(value as number, "n", bounds))).toBe(message);
  });
});

describe("checkNumber", () => {
  it("returns any finite number where no bounds are given", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => Object.is(checkNumber(x, "x"), x)),
    );
  });

  it.each([
    [Number.NaN, {}, "x: expected a finite number of any size, got NaN"],
    [-Infinity, {}, "x: expected a finite number of any size, got -Infinity"],
    [undefined, { min: 0 }, "x: expected a finite number of at least 0, got undefined"],
    [2, { max: 1 }, "x: expected a finite number of at most 1, got 2"],
    [2, { min: 0, max: 1 }, "x: expected a finite number from 0 to 1, got 2"],
    [1n, {}, "x: expected a finite number of any size, got 1n"],
  ])("refuses %o in %o", (value, bounds, message) => {
    expect(messageOf(() => checkNumber(value as number, "x", bounds))).toBe(message);
  });
});
