/** What is said while notebooks run: a live list on a terminal, plain lines elsewhere. */
import { Listr } from "listr2";
import type { ListrTaskWrapper } from "listr2";
import type { NotebookReport } from "./run-notebook.ts";

/** Where plain lines go; a terminal gets a list that redraws itself. */
export interface ProgressOptions {
  jobs: number;
  tty: boolean;
  line: (text: string) => void;
}

export type OnCell = (index: number, total: number) => void;

/** A cell that runs longer than this is named. */
const slowMs = 2000;

/** Run `one` on every name, at most `jobs` at a time, and tell how it goes. Results in the order of `names`. */
export async function withProgress(
  names: readonly string[],
  one: (index: number, onCell: OnCell) => Promise<NotebookReport>,
  { jobs, tty, line }: ProgressOptions,
): Promise<NotebookReport[]> {
  const reports: NotebookReport[] = [];
  const tasks = names.map((name, index) => ({
    title: name,
    task: async (_: unknown, task: ListrTaskWrapper<unknown, never, never>): Promise<void> => {
      const say = (text: string): void => {
        if (tty) task.title = `${name}: ${text}`;
        else line(`${name}: ${text}`);
      };
      const slow = watchCells(say, { always: tty });
      try {
        if (!tty) say("started");
        const report = await one(index, slow.onCell);
        reports[index] = report;
        slow.stop();
        say(outcome(report));
        // listr shows a task that throws in red; the report has the problem already
        if (tty && report.problems.length > 0) throw new Error(report.problems[0]!.message);
      } finally {
        slow.stop();
      }
    },
  }));
  const list = new Listr(tasks, {
    concurrent: jobs,
    exitOnError: false,
    registerSignalListeners: false,
    renderer: tty ? "default" : "silent",
    rendererOptions: tty ? { collapseErrors: false, showErrorMessage: false } : {},
  } as never);
  await list.run();
  const faults = (list.errors ?? []).filter(
    (error) => !reports.some((report) => report?.problems[0]?.message === error.message),
  );
  if (faults.length > 0) throw faults[0];
  return reports;
}

/** Say which cell is running: each one where that costs no line, else those that take long. */
function watchCells(
  say: (text: string) => void,
  { always }: { always: boolean },
): { onCell: OnCell; stop: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => clearInterval(timer);
  const onCell: OnCell = (index, total) => {
    stop();
    if (always) say(`cell ${index + 1} of ${total}`);
    let seconds = 0;
    timer = setInterval(() => {
      seconds += slowMs / 1000;
      // a line every ten seconds is enough where lines stay
      if (always || seconds === 2 || seconds % 10 === 0) say(`cell ${index + 1} of ${total}, ${seconds} s`);
    }, slowMs);
  };
  return { onCell, stop };
}

function outcome({ problems, seconds, cellsRun, written }: NotebookReport): string {
  const what = problems.length === 0 ? "ok" : counted(problems.length, "problem");
  return `${what}, ${counted(cellsRun, "cell")} in ${seconds.toFixed(1)} s${written ? ", written" : ""}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
