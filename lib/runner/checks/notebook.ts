/** What can be wrong with a notebook as a whole: its size and its budget. */
import type { Notebook } from "../../notebook/index.ts";
import type { Problem } from "../problem.ts";

export const maxNotebookBytes = 4_000_000;

export function checkSize(bytes: number): Problem[] {
  if (bytes <= maxNotebookBytes) return [];
  const megabytes = (bytes / 1e6).toFixed(1);
  return [{ kind: "notebook-too-large", message: `takes ${megabytes} MB, ${maxNotebookBytes / 1e6} MB are allowed` }];
}

/** Up to the budget: nothing. Beyond it: a warning. Beyond twice the budget: a problem. */
export function checkBudget(notebook: Notebook, cpuSeconds: number): { problems: Problem[]; warnings: string[] } {
  const budget = notebook.metadata.course?.cpuSecondsBudget;
  if (budget === undefined || cpuSeconds <= budget) return { problems: [], warnings: [] };
  const message = `took ${cpuSeconds.toFixed(1)} CPU seconds, its budget is ${budget}`;
  if (cpuSeconds <= 2 * budget) return { problems: [], warnings: [message] };
  return { problems: [{ kind: "over-budget", message }], warnings: [] };
}
