/** All behaviours, family by family. */
import { info } from "./info.ts";
import { order } from "./order.ts";
import { results } from "./results.ts";
import type { Family } from "./types.ts";

export const families: readonly Family[] = [info, order, results];
export const behaviours = families.flatMap((family) => family.behaviours);
