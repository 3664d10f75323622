/** Which frames of a stack are the cell's: what calls the cell, and what it passes through here, is no concern of its reader. */

/** This program's files: `lib/session/` where they lie as they are written, the folder of all packs where packed. */
const ours = new URL("..", import.meta.url).href;
const display = /\/lib\/core\/display\.ts:/;

/** The lines of a stack down to where this process started the cell, without frames of its own and of Node's. */
export function framesOfCell(frames: readonly string[]): string[] {
  const start = frames.findIndex((line) => line.includes("node:inspector"));
  return (start < 0 ? frames : frames.slice(0, start)).filter(
    (line) => !hasOwnFrame(line) && !line.includes("node:internal"),
  );
}

/** Whether the text holds a frame of this program. */
export function hasOwnFrame(text: string): boolean {
  return text.includes(ours) || display.test(text);
}
