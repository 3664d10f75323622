/** Stacks inside printed or shown text end where the cell does: what calls the cell is no concern of its reader. */
import { relative } from "./errors.ts";

const folder = new URL(".", import.meta.url).href;
const frame = /^\s+at .*?:\d+:\d+\)?|^\s+at .*\)/;
/** Where this process started the cell. */
const start = /node:inspector|session\/child\/(?:evaluate|main)\.ts/;
const collapsed = /^\s+\.\.\. \d+ lines matching cause stack trace \.\.\./;

/** The text with the frames of this process taken out of every stack in it, and files named from the notebook's folder. */
export function withoutOwnFrames(text: string): string {
  if (!text.includes(folder)) return text;
  const kept: string[] = [];
  let stack: string[] = [];
  for (const line of [...text.split("\n"), ""]) {
    if (frame.test(line) || (stack.length > 0 && collapsed.test(line))) {
      stack.push(line);
      continue;
    }
    if (stack.length > 0) {
      const frames = framesOfCell(stack);
      kept.push(...frames);
      // what follows the last frame closes or opens something: `{`, `,`
      if (frames.at(-1) !== stack.at(-1)) kept[kept.length - 1] += stack.at(-1)!.replace(frame, "");
      stack = [];
    }
    kept.push(line);
  }
  return kept.slice(0, -1).join("\n");
}

function framesOfCell(stack: string[]): string[] {
  const end = stack.findIndex((line) => start.test(line) || collapsed.test(line));
  return (end < 0 ? stack : stack.slice(0, end))
    .filter((line) => !line.includes(folder) && !line.includes("node:internal"))
    .map(relative);
}
