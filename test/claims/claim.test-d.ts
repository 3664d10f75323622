/** Compiled, never run: what the types of a claim refuse. */
import { claim } from "../../lib/claims/index.ts";

export function types(): void {
  claim("1.15", { atLeast: 0.8, measured: 0.9, control: 0.1, controlAtMost: 0.4 });
  claim("1.09", { equals: "hash", measured: "hash", noControl: "an identity" });
  claim("1.13", { all: { novel: { atLeast: 0.6, measured: [0.7], control: 0, controlBelow: 0.6 } }, note: "two arms" });
  // @ts-expect-error: neither a control arm nor the reason why there is none
  claim("1.15", { atLeast: 0.8, measured: 0.9 });
  // @ts-expect-error: a control arm without its own expectation
  claim("1.15", { atLeast: 0.8, measured: 0.9, control: 0.1 });
  // @ts-expect-error: a control arm and a reason why there is none
  claim("1.15", { atLeast: 0.8, measured: 0.9, control: 0.1, controlAtMost: 0.4, noControl: "none" });
  // @ts-expect-error: nothing expected
  claim("1.15", { measured: 0.9, noControl: "none" });
  // @ts-expect-error: two expectations
  claim("1.15", { atLeast: 0.8, atMost: 0.9, measured: 0.9, noControl: "none" });
  // @ts-expect-error: nothing measured
  claim("1.15", { atLeast: 0.8, noControl: "none" });
  // @ts-expect-error: one of several without a control arm
  claim("1.13", { all: { novel: { atLeast: 0.6, measured: 0.7 } } });
}
