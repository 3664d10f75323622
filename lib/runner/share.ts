/**
 * Each notebook's share of the cores when several run at once.
 *
 * Without it every session starts a thread pool as large as the machine, and pools that spin starve each other.
 */

/**
 * Variables for a session's environment. `OMP_NUM_THREADS` and `UV_THREADPOOL_SIZE` are read by native libraries and
 * Node; `COURSE_THREADS` is the course's own, for code that sizes a pool itself. With one job nothing is set.
 */
export function threadShare({ jobs, cores }: { jobs: number; cores: number }): Record<string, string> {
  if (jobs <= 1) return {};
  const threads = String(Math.max(1, Math.floor(cores / jobs)));
  return { OMP_NUM_THREADS: threads, UV_THREADPOOL_SIZE: threads, COURSE_THREADS: threads };
}
