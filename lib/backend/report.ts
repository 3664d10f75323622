/** What a backend did: graphs, runs, and kernels that it left to the cpu backend. */
export interface FallbackReport {
  kernel: string;
  calls: number;
  /** Time in the cpu backend, with what it waited for, in ms. */
  timeMs: number;
}

export interface BackendReport {
  /** Kernels that the cpu backend ran, the slowest first. */
  fallbacks: FallbackReport[];
  graphs: { compiled: number; compileMs: number; runs: number; runMs: number };
}

export class Statistics {
  #fallbacks = new Map<string, FallbackReport>();
  #graphs = { compiled: 0, compileMs: 0, runs: 0, runMs: 0 };

  readonly addCompiled = (timeMs: number): void => {
    this.#graphs.compiled++;
    this.#graphs.compileMs += timeMs;
  };

  readonly addRun = (timeMs: number): void => {
    this.#graphs.runs++;
    this.#graphs.runMs += timeMs;
  };

  addFallback(kernel: string, timeMs: number): void {
    const entry = this.#fallbacks.get(kernel) ?? { kernel, calls: 0, timeMs: 0 };
    entry.calls++;
    entry.timeMs += timeMs;
    this.#fallbacks.set(kernel, entry);
  }

  report(): BackendReport {
    const fallbacks = [...this.#fallbacks.values()].toSorted((a, b) => b.timeMs - a.timeMs);
    return { fallbacks: fallbacks.map((each) => ({ ...each })), graphs: { ...this.#graphs } };
  }

  reset(): void {
    this.#fallbacks.clear();
    this.#graphs = { compiled: 0, compileMs: 0, runs: 0, runMs: 0 };
  }
}
