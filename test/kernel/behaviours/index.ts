/** All behaviours, family by family. */
import { comms } from "./comms.ts";
import { completeness } from "./completeness.ts";
import { completion } from "./completion.ts";
import { errors } from "./errors.ts";
import { history } from "./history.ts";
import { info } from "./info.ts";
import { inspection } from "./inspection.ts";
import { interrupt } from "./interrupt.ts";
import { live } from "./live.ts";
import { order } from "./order.ts";
import { queue } from "./queue.ts";
import { results } from "./results.ts";
import { stdin } from "./stdin.ts";
import type { Family } from "./types.ts";

export const families: readonly Family[] = [
  info,
  order,
  results,
  errors,
  queue,
  history,
  completion,
  inspection,
  completeness,
  comms,
  stdin,
  interrupt,
  live,
];
export const behaviours = families.flatMap((family) => family.behaviours);
