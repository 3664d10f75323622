import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  cellAt,
  describeMazes,
  drawMaze,
  enterMaze,
  mapOf,
  mazeActions,
  mazeStep,
  placeAfter,
  readMaze,
  sampleMaze,
  shortestPath,
  trapTurns,
  turnsOf,
} from "../../lib/worlds/index.ts";
import type { Maze, MazeAction, MazeState } from "../../lib/worlds/index.ts";

const walk = (maze: Maze, actions: readonly MazeAction[]) => {
  let state = enterMaze(maze);
  const events = actions.map((action) => {
    const next = mazeStep(maze, state, { action });
    state = next.state;
    return next.event;
  });
  return { state, events };
};

test("the world answers every action: a wall, a wall that is on no map, a lock, a trap, the key, the door, the lighthouse", () => {
  const maze = readMaze(["St.", "%k#", ".DG"].join("\n"));
  const { state, events } = walk(maze, [
    "north",
    "south",
    "east",
    "south",
    "east",
    "south",
    "west",
    "east",
    "east",
    "west",
  ]);
  expect(events).toEqual([
    "bumped",
    "bumped",
    "trapped",
    "found the key",
    "bumped",
    "opened the door",
    "moved",
    "opened the door",
    "arrived",
    "arrived",
  ]);
  // ten actions, one trap, and the last one after arriving takes no turn
  expect(state).toEqual({ place: { row: 2, column: 2 }, hasKey: true, turns: 9 + trapTurns, arrived: true });
});

test("a door without a key stays shut", () => {
  expect(walk(readMaze("SDG\nk.."), ["east"]).events).toEqual(["locked"]);
  expect(shortestPath(readMaze("SDG\n..."))).toEqual(["south", "east", "east", "north"]);
  expect(shortestPath(readMaze("SDG\nk##"))).toEqual(["south", "north", "east", "east"]);
});

/** Every row of actions of a length, the shortest first: what no cleverness can get wrong. */
function bruteForce(maze: Maze, most: number): number {
  let best = Infinity;
  const visit = (state: MazeState, depth: number): void => {
    if (state.arrived) best = Math.min(best, state.turns);
    if (state.arrived || depth === most || state.turns >= best) return;
    for (const action of mazeActions) visit(mazeStep(maze, state, { action }).state, depth + 1);
  };
  visit(enterMaze(maze), 0);
  return best;
}

test("no row of up to nine actions is faster than the shortest path", () => {
  const die = rng(11);
  for (let i = 0; i < 40; i++) {
    const maze = sampleMaze({ rng: die, size: 3, walls: 0.2, traps: i % 3, locked: i % 2 === 0 });
    const best = turnsOf(maze, shortestPath(maze)!);
    const brute = bruteForce(maze, 9);
    if (brute < Infinity) expect(best, drawMaze(maze)).toBe(brute);
    expect(best).toBeLessThanOrEqual(brute);
  }
});

test("around a trap, where the way round is shorter than the wait, and through it where it is not", () => {
  // round: 6 turns; through: 2 + 4
  expect(turnsOf(readMaze("StG\n...\n..."), ["east", "east"])).toBe(2 + trapTurns);
  expect(shortestPath(readMaze("StG\n..."))).toHaveLength(4);
  expect(shortestPath(readMaze(["StG", ".#.", ".#.", "..."].join("\n")))).toHaveLength(2);
});

test("a maze without a way has no path", () => {
  expect(shortestPath(readMaze("S#G"))).toBeUndefined();
  expect(shortestPath(readMaze("S%G"))).toBeUndefined();
  expect(shortestPath(readMaze("SDG"))).toBeUndefined();
  expect(turnsOf(readMaze("S#G"), ["east", "east"])).toBe(Infinity);
});

test("the map shows hidden walls as floor, and nothing else differently", () => {
  const maze = readMaze("S%#G\n.k.D");
  expect(drawMaze(mapOf(maze))).toBe("S.#G\n.k.D");
  expect(drawMaze(maze)).toBe("S%#G\n.k.D");
});

test.each([
  {},
  { hidden: 1 },
  { hidden: 0.4, traps: 3 },
  { locked: true },
  { locked: true, hidden: 0.5, traps: 2 },
  { size: 15 },
])("mazes of %o can be solved in truth; where walls are hidden, the best plan on the map fails", (options) => {
  const die = rng(5);
  for (let i = 0; i < 25; i++) {
    const maze = sampleMaze({ rng: die, ...options });
    const way = shortestPath(maze)!;
    expect(walk(maze, way).state.arrived).toBe(true);
    // a plan that is best takes no step for nothing
    expect(walk(maze, way).events).not.toContain("bumped");
    if ("hidden" in options) expect(walk(maze, shortestPath(mapOf(maze))!).state.arrived).toBe(false);
    expect(readMaze(drawMaze(maze))).toEqual(maze);
    if ("locked" in options) expect(walk(maze, way).events).toContain("opened the door");
  }
});

const drawn = (seed: number) => drawMaze(sampleMaze({ rng: rng(seed) }));

test("the same die gives the same maze", () => {
  expect(drawn(1)).toBe(drawn(1));
  expect(drawn(1)).not.toBe(drawn(2));
});

test("drawings that are no maze are refused", () => {
  for (const bad of ["", "SG\nS.", "S.", ".G", "SG\n...", "SxG", "GG\nS."])
    expect(() => readMaze(bad), bad).toThrow("readMaze drawing");
});

test("options that leave no maze are refused, and do not hang", () => {
  expect(() => sampleMaze({ rng: rng(1), walls: 0, hidden: 1 })).toThrow(
    "maze options: expected some that leave a way",
  );
  expect(() => sampleMaze({ rng: rng(1), size: 2 })).toThrow("maze size");
  expect(() => placeAfter({ row: 0, column: 0 }, "up" as MazeAction)).toThrow(
    "action: expected north, east, south, west",
  );
  expect(cellAt(readMaze("SG"), { row: -1, column: 7 })).toBe("#");
});

test("describes itself with three mazes and the fewest turns that they take", () => {
  expect(describeMazes({ rng: rng(1) }).match(/best: \d+ turns/gu)).toHaveLength(3);
});
