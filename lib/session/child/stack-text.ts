/** Stacks inside printed or shown text end where the cell does: what calls the cell is no concern of its reader. */
import { relative } from "./errors.ts";
import { framesOfCell, hasOwnFrame } from "./own-frames.ts";

const frame = /^\s+at .*?:\d+:\d+\)?|^\s+at .*\)/;
const collapsed = /^\s+\.\.\. \d+ lines matching cause stack trace \.\.\./;

/** The text with the frames of this process taken out of every stack in it, and files named from the notebook's folder. */
export function withoutOwnFrames(text: string): string {
  if (!hasOwnFrame(text)) return text;
  const kept: string[] = [];
  let stack: string[] = [];
  for (const line of [...text.split("\n"), ""]) {
    if (frame.test(line) || (stack.length > 0 && collapsed.test(line))) {
      stack.push(line);
      continue;
    }
    if (stack.length > 0) {
      const frames = framesWithin(stack);
      kept.push(...frames);
      // what follows the last frame closes or opens something: `{`, `,`
      if (frames.at(-1) !== stack.at(-1)) kept[kept.length - 1] += stack.at(-1)!.replace(frame, "");
      stack = [];
    }
    kept.push(line);
  }
  return kept.slice(0, -1).join("\n");
}

function framesWithin(stack: string[]): string[] {
  const end = stack.findIndex((line) => collapsed.test(line));
  return framesOfCell(end < 0 ? stack : stack.slice(0, end)).map(relative);
}
