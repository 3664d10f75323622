/** One training of the plays, by the recipe of `npm run train -- shakespeare`; writes one line of JSON. Usage: ours.ts STEPS */
import { performance } from "node:perf_hooks";
import { selectBackend } from "../../../lib/backend/index.ts";
import { rng } from "../../../lib/core/index.ts";
import { trainer } from "../../../lib/train/index.ts";
import { shakespeare } from "../../train/shakespeare.ts";

const steps = Number(process.argv[2]);
await selectBackend();
const { model, seed, training, evaluate } = shakespeare();
const chance = rng(seed);
const mo = trainer(model.init({ rng: chance.split("init") }), { ...training, rng: chance.split("lessons") });
const began = performance.now();
let loss = 0;
for (const step of mo.steps(steps)) loss = step.loss;
const seconds = (performance.now() - began) / 1000;
console.log(JSON.stringify({ seconds, loss, heldOut: evaluate(mo.params) }));
