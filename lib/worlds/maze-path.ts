/** The fewest turns to the lighthouse: Dijkstra 1959 over places, with and without the key. */
import { enterMaze, mazeActions, mazeStep } from "./maze.ts";
import type { Maze, MazeAction, MazeState } from "./maze.ts";

/** Actions that take a golem to the lighthouse in the fewest turns, from `state`. Undefined if nothing does. */
export function shortestPath(
  maze: Maze,
  { from = enterMaze(maze) }: { from?: MazeState } = {},
): MazeAction[] | undefined {
  if (from.arrived) return [];
  const reached = new Map<string, Visit>([[keyOf(from), { state: { ...from, turns: 0 }, before: undefined }]]);
  const open = new Set(reached.keys());
  while (open.size > 0) {
    const visit = nearest([...open].map((key) => reached.get(key)!));
    open.delete(keyOf(visit.state));
    if (visit.state.arrived) return actionsTo(visit);
    for (const action of mazeActions) {
      const { state } = mazeStep(maze, visit.state, { action });
      const key = keyOf(state);
      const known = reached.get(key);
      if (known && known.state.turns <= state.turns) continue;
      reached.set(key, { state, before: { visit, action } });
      open.add(key);
    }
  }
  return undefined;
}

/** The turns that `actions` take, up to the lighthouse; Infinity if they do not lead there. */
export function turnsOf(maze: Maze, actions: readonly MazeAction[]): number {
  let state = enterMaze(maze);
  for (const action of actions) if (!state.arrived) ({ state } = mazeStep(maze, state, { action }));
  return state.arrived ? state.turns : Infinity;
}

interface Visit {
  state: MazeState;
  before: { visit: Visit; action: MazeAction } | undefined;
}

function keyOf({ place: { row, column }, hasKey }: MazeState): string {
  return `${row} ${column} ${hasKey}`;
}

function nearest(visits: readonly Visit[]): Visit {
  return visits.reduce((best, visit) => (visit.state.turns < best.state.turns ? visit : best));
}

function actionsTo({ before }: Visit): MazeAction[] {
  return before === undefined ? [] : [...actionsTo(before.visit), before.action];
}
