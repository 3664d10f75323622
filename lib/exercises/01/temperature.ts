/** Exercise 1.3: sharpen or flatten a distribution. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: log-probabilities divided by the temperature, normalised again; 0 means the likeliest only. */
export type AtTemperature = (p: number[], temperature: number) => number[];

/** Order kept, entropy rising with temperature, 1 the identity, 0 the likeliest, on random p. */
export function checkTemperature(atTemperature: AtTemperature, options?: CheckOptions): Feedback {
  return judge((die) => {
    const weights = Array.from({ length: 3 + die.int(4) }, () => 0.05 + die());
    const total = weights.reduce((sum, w) => sum + w, 0);
    const p = weights.map((w) => w / total);
    const at = (temperature: number) => written(atTemperature([...p], temperature));

    for (const temperature of [1, 0.5, 2]) {
      const q = at(temperature);
      const sum = q.reduce((s, x) => s + x, 0);
      if (q.length !== p.length || !(Math.abs(sum - 1) < 1e-9))
        return `At T = ${temperature} your numbers sum to ${sum.toFixed(3)}. Is the result normalised again?`;
      if (temperature === 1 && q.some((x, i) => Math.abs(x - p[i]!) > 1e-9))
        return `T = 1 must change nothing: ${text(p)} became ${text(q)}.`;
      const right = softmax(p.map((x) => Math.log(x) / temperature));
      if (q.every((x, i) => Math.abs(x - right[i]!) < 1e-9)) continue;
      if (q.every((x, i) => Math.abs(x - p[i]!) < 1e-9))
        return `T = ${temperature} changed nothing. Did you divide the probabilities instead of the log-probabilities?`;
      const upsideDown = softmax(p.map((x) => Math.log(x) * temperature));
      if (q.every((x, i) => Math.abs(x - upsideDown[i]!) < 1e-9))
        return `T = ${temperature} works the wrong way round: divide by T, do not multiply; hot is flat.`;
      if (q.every((x, i) => Math.abs(x - softmax(p.map((y) => y / temperature))[i]!) < 1e-9))
        return "A softmax of the probabilities themselves: take their logarithms first.";
      return `At T = ${temperature}: expected ${text(right)}, got ${text(q)}.`;
    }

    const cold = at(0);
    if (cold.some((x) => Number.isNaN(x))) return "T = 0 gives NaN: dividing by zero. What should T = 0 mean?";
    const best = p.indexOf(Math.max(...p));
    if (cold.some((x, i) => Math.abs(x - Number(i === best)) > 1e-9))
      return `T = 0 must leave only the likeliest token: ${text(p)} became ${text(cold)}.`;
    const nearlyCold = at(1e-4);
    if (nearlyCold.some((x) => Number.isNaN(x)))
      return "T = 0.0001 gives NaN: subtract the largest logit before exp, or all of them become 0.";
    return undefined;
  }, options);
}

function text(q: readonly number[]): string {
  return `[${q.map((x) => x.toFixed(3)).join(", ")}]`;
}

function softmax(logits: readonly number[]): number[] {
  const max = Math.max(...logits);
  const weights = logits.map((x) => Math.exp(x - max));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => w / total);
}
