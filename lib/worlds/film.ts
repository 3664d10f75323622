/**
 * W-GLYPH in motion, the pool: a light that wanders over dark water, one place at a time, and stops at the edge. A film
 * shows where it is; which way it was pushed is known to the Oracle alone, so that a model has to find out what keys
 * there are.
 */
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { createImage } from "../image/index.ts";
import type { Image } from "../image/index.ts";
import type { Place } from "./maze.ts";

/** What can be done in each moment. */
export const poolActions = ["up", "right", "down", "left", "stay"] as const;
export type PoolAction = (typeof poolActions)[number];

const steps = { up: [-1, 0], right: [0, 1], down: [1, 0], left: [0, -1], stay: [0, 0] } as const;

export interface Film {
  /** One channel; 255 where the light is. One more than there are actions. */
  readonly frames: readonly Image[];
  /** What was done between the frames: nobody recorded it. */
  readonly actions: readonly PoolAction[];
}

/** Where the light is after an action, in a pool of `side` × `side` places. */
export function poolStep({ row, column }: Place, { action, side }: { action: PoolAction; side: number }): Place {
  check(Object.hasOwn(steps, action), "poolStep action", () => poolActions.join(", "), action);
  const [down, right] = steps[action];
  const inside = (at: number): number => Math.max(0, Math.min(side - 1, at));
  return { row: inside(row + down), column: inside(column + right) };
}

/** A frame: black water and the light. */
export function drawPool({ row, column }: Place, { side }: { side: number }): Image {
  checkInteger(row, "drawPool row", { max: side - 1 });
  checkInteger(column, "drawPool column", { max: side - 1 });
  const image = createImage({ width: side, height: side, channels: 1 });
  image.pixels[row * side + column] = 255;
  return image;
}

/** Where the light is in a frame: its brightest place, of equals the first. */
export function readPool({ width, pixels }: Image): Place {
  const brightest = pixels.reduce((best, value, i) => (value > pixels[best]! ? i : best), 0);
  return { row: Math.floor(brightest / width), column: brightest % width };
}

/** A film of so many frames, with actions by the die, each as likely as each other. */
export function poolFilm({ rng, frames, side = 8 }: { rng: Rng; frames: number; side?: number }): Film {
  checkInteger(frames, "poolFilm frames", { min: 1 });
  checkInteger(side, "poolFilm side", { min: 2, max: 64 });
  let place: Place = { row: rng.int(side), column: rng.int(side) };
  const shown = [drawPool(place, { side })];
  const actions = Array.from({ length: frames - 1 }, () => {
    const action = rng.pick(poolActions);
    place = poolStep(place, { action, side });
    shown.push(drawPool(place, { side }));
    return action;
  });
  return { frames: shown, actions };
}

/** What this world is, with three short films of it. */
export function describeFilms({ rng }: { rng: Rng }): string {
  const lines = Array.from({ length: 3 }, () => {
    const { frames, actions } = poolFilm({ rng, frames: 5 });
    return `  ${frames.map((frame) => Object.values(readPool(frame)).join(",")).join(" → ")}   (${actions.join(" ")})`;
  });
  return ["W-GLYPH, the pool: where the light is, and what was done.", ...lines].join("\n");
}
