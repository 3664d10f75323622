import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { describeFilms, drawPool, poolActions, poolFilm, poolStep, readPool } from "../../lib/worlds/index.ts";
import type { Film, PoolAction } from "../../lib/worlds/index.ts";
import { worldContract } from "./contract.case.ts";

const side = 8;

const inside = (at: number) => Math.min(side - 1, Math.max(0, at));

/** From the pictures alone: the light moves by at most one place, and as the actions say. */
function isRight({ frames, actions }: Film): boolean {
  const places = frames.map(readPool);
  return (
    frames.length === actions.length + 1 &&
    frames.every(
      ({ pixels }) =>
        pixels.filter((value) => value === 255).length === 1 && pixels.every((value) => value === 0 || value === 255),
    ) &&
    actions.every((action, i) => {
      const [down, right] = { up: [-1, 0], right: [0, 1], down: [1, 0], left: [0, -1], stay: [0, 0] }[action] as [
        number,
        number,
      ];
      const [from, to] = [places[i]!, places[i + 1]!];
      return to.row === inside(from.row + down) && to.column === inside(from.column + right);
    })
  );
}

worldContract({
  draw: (die) => poolFilm({ rng: die, frames: 6 }),
  accepts: isRight,
  spoil: ({ frames, actions }) => {
    // the opposite of a step is another step, unless the edge was there: taken where the light moved
    const moved = actions.findIndex(
      (action, i) =>
        action !== "stay" && JSON.stringify(readPool(frames[i]!)) !== JSON.stringify(readPool(frames[i + 1]!)),
    );
    const spoiled: Film[] = [
      { frames: frames.slice(1), actions },
      { frames: frames.map((frame) => ({ ...frame, pixels: frame.pixels.map(() => 0) })), actions },
    ];
    if (moved >= 0) spoiled.push({ frames, actions: actions.with(moved, "stay") });
    return spoiled;
  },
  describe: describeFilms,
});

test("the light stops at every edge", () => {
  for (const [place, action] of [
    [{ row: 0, column: 3 }, "up"],
    [{ row: 7, column: 3 }, "down"],
    [{ row: 3, column: 0 }, "left"],
    [{ row: 3, column: 7 }, "right"],
  ] as const)
    expect(poolStep(place, { action, side })).toEqual(place);
  expect(poolStep({ row: 3, column: 3 }, { action: "up", side })).toEqual({ row: 2, column: 3 });
  expect(poolStep({ row: 3, column: 3 }, { action: "stay", side })).toEqual({ row: 3, column: 3 });
});

test("every place can be drawn and read again", () => {
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++)
      expect(readPool(drawPool({ row, column }, { side }))).toEqual({ row, column });
});

test("all actions are as frequent, and a film of one frame has none", () => {
  const { actions } = poolFilm({ rng: rng(1), frames: 5_001 });
  for (const action of poolActions) {
    const share = actions.filter((each) => each === action).length / actions.length;
    expect(Math.abs(share - 0.2)).toBeLessThan(5 * Math.sqrt(0.16 / 5_000));
  }
  expect(poolFilm({ rng: rng(1), frames: 1 })).toMatchObject({ actions: [] });
});

test("what cannot be is named", () => {
  expect(() => poolFilm({ rng: rng(1), frames: 0 })).toThrow("poolFilm frames");
  expect(() => poolFilm({ rng: rng(1), frames: 2, side: 1 })).toThrow("poolFilm side");
  expect(() => poolStep({ row: 0, column: 0 }, { action: "jump" as PoolAction, side })).toThrow(
    "poolStep action: expected up, right, down, left, stay",
  );
  expect(() => drawPool({ row: 8, column: 0 }, { side })).toThrow("drawPool row");
});
