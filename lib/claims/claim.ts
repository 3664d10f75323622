/**
 * A sentence of the lecture, tested: the experiment, the threshold and the control arm in one call.
 *
 * The sentence and its grade come from the course's inventory, so a notebook cannot quietly weaken them.
 */
import { check, display, seedShift } from "../core/index.ts";
import { checkMeasured, expectationOf } from "./expectation.ts";
import type { ExactlyOne, Limits, Measured } from "./expectation.ts";
import { lookUp } from "./inventory.ts";
import { record } from "./ledger.ts";
import { oneLine, report, type ClaimReport, type Part } from "./report.ts";

type ControlLimits = { [K in keyof Limits as `control${Capitalize<K>}`]: Limits[K] };
type Never<T> = { [K in keyof T]?: never };

/** The same experiment with the cause removed, and what it must give; or the reason why there cannot be one. */
export type Control =
  | ({ control: Measured; noControl?: never } & ExactlyOne<ControlLimits>)
  | ({ noControl: string; control?: never } & Never<ControlLimits>);

/** One measurement, exactly one expectation of it, and its control arm. */
export type Measurement = { measured: Measured } & ExactlyOne<Limits> & Control;

/** What a claim is tested with: one measurement, or several by name under `all`, every one of which must hold. */
export type Claim =
  | (Measurement & { all?: never; note?: string })
  | { all: Record<string, Measurement>; note?: string };

/** Thrown by a claim that does not hold; the message says expected, measured and control in one line. */
export class ClaimError extends Error {
  override name = "ClaimError";
  readonly report: ClaimReport;

  constructor(failed: ClaimReport) {
    super(`claim ${failed.row.id} does not hold: ${oneLine(failed)}`);
    this.report = failed;
  }
}

/**
 * Test one sentence of the course and show the outcome at once.
 *
 *     claim("1.15", { atLeast: 0.8, measured: greedy, control: sampled, controlAtMost: 0.4 });
 *     claim("1.13", { all: {
 *       novel:       { atLeast: 0.6, measured: 0.71, control: 0.22, controlBelow: 0.6 },
 *       grammatical: { atLeast: 0.9, measured: 0.95, noControl: "the table at order 5 is grammatical too" },
 *     } });
 *
 * Expectations: `atLeast`, `atMost`, `above`, `below`, `between: [low, high]`, `equals`; the same with `control` in front.
 * `measured` and `control` are a number, a bigint, a text, a truth value, or one number for each seed, all of which must hold.
 * Throws an `InputError` for an unknown id, NaN or a missing arm, and, after it has been shown, a `ClaimError`
 * if the measurement or its control arm is not as expected.
 */
export function claim(id: string, options: Claim): void {
  const row = lookUp(id);
  const name = `claim ${id}`;
  check(typeof options === "object" && options !== null, name, "an object of options", options);
  const { all, note } = options;
  check(note === undefined || typeof note === "string", `${name} note`, "a text", note);
  const tested = report(row, all === undefined ? [part(options as Measurement, "", name)] : parts(all, name), {
    seedShift: seedShift(),
    ...(note === undefined ? {} : { note }),
  });
  record(tested);
  // shown before it fails; the cell that runs this waits for its displays
  void display(tested);
  if (!tested.holds) throw new ClaimError(tested);
}

function parts(all: Record<string, Measurement>, name: string): Part[] {
  check(typeof all === "object" && all !== null && !Array.isArray(all), `${name} all`, "measurements by name", all);
  const named = Object.entries(all);
  check(named.length > 0, `${name} all`, "at least one measurement", "none");
  return named.map(([key, measurement]) => part(measurement, key, `${name} ${key}`));
}

function part(options: Measurement, partName: string, name: string): Part {
  check(typeof options === "object" && options !== null, name, "an object of options", options);
  const expectation = expectationOf(options, { name });
  const ordered = options.equals === undefined;
  return {
    name: partName,
    expectation,
    measured: checkMeasured(options.measured, `${name} measured`, { ordered }),
    control: controlOf(options, name),
  };
}

function controlOf(options: Measurement, name: string): Part["control"] {
  const { control, noControl } = options;
  check(
    (control === undefined) !== (noControl === undefined),
    `${name} control`,
    "either a control arm or noControl: the reason why none is possible",
    control === undefined ? "neither" : "both",
  );
  if (noControl !== undefined) {
    check(typeof noControl === "string" && noControl.trim().length > 0, `${name} noControl`, "a reason", noControl);
    return { none: noControl };
  }
  const expectation = expectationOf(options, { name: `${name} control`, prefix: "control" });
  const ordered = options.controlEquals === undefined;
  return { measured: checkMeasured(control, `${name} control`, { ordered }), expectation };
}
