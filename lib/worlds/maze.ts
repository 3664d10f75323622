/**
 * W-GRID, the lighthouse maze: rooms with walls, a locked door and its key, traps, and walls that are on no map.
 *
 * The truth is a grid of letters: `.` floor, `#` wall, `%` a wall that the map shows as floor, `k` the key, `D` a door
 * that needs it, `t` a trap that costs turns, `S` the start, `G` the lighthouse. A golem that bumps into something stays
 * where it is, and the turn is lost: the world answers, and does not argue.
 */
import { check } from "../core/index.ts";

export type MazeCell = "." | "#" | "%" | "k" | "D" | "t" | "S" | "G";
const letters = ".#%kDtSG";

/** Where somebody is, counted from the top left corner. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Maze {
  /** [row][column] */
  readonly cells: readonly (readonly MazeCell[])[];
  readonly start: Place;
  readonly goal: Place;
}

/** Everything that a golem can do. */
export const mazeActions = ["north", "east", "south", "west"] as const;
export type MazeAction = (typeof mazeActions)[number];

/** How far a golem has come. */
export interface MazeState {
  readonly place: Place;
  readonly hasKey: boolean;
  readonly turns: number;
  readonly arrived: boolean;
}

/** What the world answers: `moved`, or why not, or what else happened. */
export type MazeEvent = "moved" | "bumped" | "locked" | "found the key" | "opened the door" | "trapped" | "arrived";

/** Turns that a trap takes besides the step. */
export const trapTurns = 4;

const steps = { north: [-1, 0], east: [0, 1], south: [1, 0], west: [0, -1] } as const;

/** The maze of a drawing, one line a row. Throws unless it is a rectangle with one start and one lighthouse. */
export function readMaze(drawing: string): Maze {
  const cells = drawing.split("\n").map((row) => [...row]);
  const width = cells[0]!.length;
  const isDrawing =
    width > 0 && cells.every((row) => row.length === width && row.every((cell) => letters.includes(cell)));
  check(isDrawing, "readMaze drawing", `lines of one length, of ${letters}`, drawing);
  const places = (wanted: MazeCell) =>
    cells.flatMap((row, r) => row.flatMap((cell, c) => (cell === wanted ? [{ row: r, column: c }] : [])));
  const [[start, ...starts], [goal, ...goals]] = [places("S"), places("G")];
  check(start !== undefined && starts.length === 0, "readMaze drawing", "one start S", drawing);
  check(goal !== undefined && goals.length === 0, "readMaze drawing", "one lighthouse G", drawing);
  return { cells: cells as MazeCell[][], start, goal };
}

/** The drawing of a maze, the inverse of `readMaze`. */
export function drawMaze({ cells }: Pick<Maze, "cells">): string {
  return cells.map((row) => row.join("")).join("\n");
}

/** The maze as its map shows it: walls that are on no map are floor. */
export function mapOf(maze: Maze): Maze {
  return { ...maze, cells: maze.cells.map((row) => row.map((cell) => (cell === "%" ? "." : cell))) };
}

/** What is at a place; a wall outside of the maze. */
export function cellAt({ cells }: Pick<Maze, "cells">, { row, column }: Place): MazeCell {
  return cells[row]?.[column] ?? "#";
}

/** The place that lies in a direction. */
export function placeAfter({ row, column }: Place, action: MazeAction): Place {
  check(Object.hasOwn(steps, action), "action", () => mazeActions.join(", "), action);
  const [down, right] = steps[action];
  return { row: row + down, column: column + right };
}

/** Where every golem begins. */
export function enterMaze({ start }: Maze): MazeState {
  return { place: start, hasKey: false, turns: 0, arrived: false };
}

/** One turn. The state is not changed; whoever has arrived stays. */
export function mazeStep(
  maze: Maze,
  state: MazeState,
  { action }: { action: MazeAction },
): { state: MazeState; event: MazeEvent } {
  const place = placeAfter(state.place, action);
  if (state.arrived) return { state, event: "arrived" };
  const turns = state.turns + 1;
  switch (cellAt(maze, place)) {
    case "#":
    case "%":
      return { state: { ...state, turns }, event: "bumped" };
    case "D":
      if (!state.hasKey) return { state: { ...state, turns }, event: "locked" };
      return { state: { ...state, place, turns }, event: "opened the door" };
    case "k":
      return { state: { ...state, place, turns, hasKey: true }, event: state.hasKey ? "moved" : "found the key" };
    case "t":
      return { state: { ...state, place, turns: turns + trapTurns }, event: "trapped" };
    case "G":
      return { state: { ...state, place, turns, arrived: true }, event: "arrived" };
    default:
      return { state: { ...state, place, turns }, event: "moved" };
  }
}
