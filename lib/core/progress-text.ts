/** What a progress display says, in words and as a bar. */
import type { MimeData } from "./display.ts";

export interface ProgressState {
  total?: number | undefined;
  label?: string | undefined;
  done: number;
  /** Since the start. */
  seconds: number;
  state: "running" | "done" | "left";
}

/** One state of a progress display, as words and as a bar with the same words. */
export function progressData({ done, total, label, seconds, state }: ProgressState): MimeData {
  const count = total === undefined ? `${done}` : `${done} of ${total}`;
  const share = total === undefined || total === 0 ? undefined : Math.min(1, done / total);
  const percent = share === undefined || state !== "running" ? "" : ` (${Math.floor(share * 100)} %)`;
  const left = share === undefined || done === 0 || share === 1 ? undefined : (seconds / done) * (total! - done);
  const time = {
    running: left === undefined ? `, ${spoken(seconds)} so far` : `, about ${spoken(left)} left`,
    done: ` in ${spoken(seconds)}`,
    left: `, stopped after ${spoken(seconds)}`,
  }[state];
  const words = `${label ? `${label}: ` : ""}${count}${percent}${time}`;
  const filled = state === "done" ? 1 : share;
  const bar = filled === undefined ? "" : ` value="${Number(filled.toFixed(4))}"`;
  const html = `<progress max="1"${bar} aria-label="${escaped(words)}"></progress> ${escaped(words)}`;
  return { "text/plain": words, "text/html": html };
}

/** `0.42 s`, `3.2 s`, `47 s`, `2 min 5 s`, `3 h 12 min`. */
function spoken(seconds: number): string {
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
