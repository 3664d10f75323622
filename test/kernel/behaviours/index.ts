/** All behaviours, family by family. */
import { clients } from "./list/clients.ts";
import { comms } from "./list/comms.ts";
import { completeness } from "./list/completeness.ts";
import { completion } from "./list/completion.ts";
import { death } from "./list/death.ts";
import { errors } from "./list/errors.ts";
import { history } from "./list/history.ts";
import { hostile } from "./list/hostile.ts";
import { info } from "./list/info.ts";
import { inspection } from "./list/inspection.ts";
import { interrupt } from "./list/interrupt.ts";
import { language } from "./list/language.ts";
import { late } from "./list/late.ts";
import { live } from "./list/live.ts";
import { modules } from "./list/modules.ts";
import { order } from "./list/order.ts";
import { queue } from "./list/queue.ts";
import { quiet } from "./list/quiet.ts";
import { results } from "./list/results.ts";
import { shutdown } from "./list/shutdown.ts";
import { stdin } from "./list/stdin.ts";
import { unicode } from "./list/unicode.ts";
import { volume } from "./list/volume.ts";
import { typing } from "./list/typing.ts";
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
  death,
  volume,
  late,
  language,
  modules,
  typing,
  unicode,
  quiet,
  hostile,
  clients,
  shutdown,
];
export const behaviours = families.flatMap((family) => family.behaviours);
