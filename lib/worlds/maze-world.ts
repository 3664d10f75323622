/** Mazes of W-GRID by the die: as many as a lecture wants, each with a way to the lighthouse. */
import { check, checkInteger, checkNumber } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { drawMaze, mapOf, readMaze } from "./maze.ts";
import type { Maze, MazeCell } from "./maze.ts";
import { shortestPath, turnsOf } from "./maze-path.ts";

export interface MazeOptions {
  rng: Rng;
  /** Rows and columns, 3 to 40. The start is in the upper left corner, the lighthouse in the lower right. */
  size?: number;
  /** The share of places that are walls, 0 to 0.5. */
  walls?: number;
  /** The share of the walls that are on no map, 0 to 1. If it is not 0, the best way on the map is blocked. */
  hidden?: number;
  /** How many traps there are. */
  traps?: number;
  /** Whether the lighthouse is in a room of its own, with a locked door, and the key lies somewhere else. */
  locked?: boolean;
}

/** Draws before giving up: with few walls none may be in the way, and with many none may be left open. */
const mostDraws = 10_000;

/** A maze that can be solved in truth. Throws if the options leave none. */
export function sampleMaze(options: MazeOptions): Maze {
  const { rng, size = 7, walls = 0.22, hidden = 0, traps = 0, locked = false } = options;
  checkInteger(size, "maze size", { min: 3, max: 40 });
  checkNumber(walls, "maze walls", { min: 0, max: 0.5 });
  checkNumber(hidden, "maze hidden", { min: 0, max: 1 });
  checkInteger(traps, "maze traps", { max: size * size });
  for (let draw = 0; draw < mostDraws; draw++) {
    const maze = readMaze(drawMaze({ cells: sketch({ rng, size, walls, hidden, traps, locked }) }));
    const way = shortestPath(maze);
    if (!way) continue;
    if (hidden > 0 && turnsOf(maze, shortestPath(mapOf(maze))!) < Infinity) continue;
    return maze;
  }
  const wanted = { size, walls, hidden, traps, locked };
  check(
    false,
    "maze options",
    "some that leave a way, and one that is blocked where walls are hidden",
    JSON.stringify(wanted),
  );
}

function sketch({ rng, size, walls, hidden, traps, locked }: Required<MazeOptions>): MazeCell[][] {
  const cells = Array.from({ length: size }, () =>
    Array.from({ length: size }, (): MazeCell => (rng() < walls ? (rng() < hidden ? "%" : "#") : ".")),
  );
  const last = size - 1;
  if (locked) {
    // a room for the lighthouse: its two open sides are walls, one of them with the door
    for (const [row, column] of [
      [last - 1, last],
      [last, last - 1],
      [last - 1, last - 1],
    ] as const)
      cells[row]![column] = "#";
    const [row, column] = rng() < 0.5 ? [last - 1, last] : [last, last - 1];
    cells[row]![column] = "D";
  }
  cells[0]![0] = "S";
  cells[last]![last] = "G";
  const floor = rng.shuffle(
    cells.flatMap((line, row) => line.flatMap((cell, column) => (cell === "." ? [{ row, column }] : []))),
  );
  for (let i = 0; i < traps + (locked ? 1 : 0) && i < floor.length; i++) {
    const { row, column } = floor[i]!;
    cells[row]![column] = locked && i === 0 ? "k" : "t";
  }
  return cells;
}

/** What this world is, with three mazes of it. */
export function describeMazes({ rng }: { rng: Rng }): string {
  const mazes = Array.from({ length: 3 }, () => sampleMaze({ rng, hidden: 0.3, traps: 2, locked: true }));
  const drawings = mazes.map((maze) => `${drawMaze(maze)}\n  best: ${turnsOf(maze, shortestPath(maze)!)} turns`);
  return ["W-GRID, the lighthouse maze: # wall, % a wall that is on no map, k key, D door, t trap.", ...drawings].join(
    "\n\n",
  );
}
