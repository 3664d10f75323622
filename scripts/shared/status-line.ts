/** The last line of a terminal, which says what is going on, and the lines above it, which stay. */
export interface StatusLine {
  isTerminal: boolean;
  /** Shows this instead of what was shown last; without a terminal each is a line that stays. */
  show(text: string): void;
  /** A line that stays. */
  say(text: string): void;
  /** Leaves an empty line to write in; nothing without a terminal. */
  clear(): void;
}

export function statusLine(stream: NodeJS.WriteStream): StatusLine {
  const isTerminal = stream.isTTY;
  const emptied = isTerminal ? "\r\u001b[K" : "";
  const log = stream === process.stderr ? console.error : console.log;
  return {
    isTerminal,
    show(text) {
      stream.write(isTerminal ? emptied + text.slice(0, (stream.columns ?? 80) - 1) : `${text}\n`);
    },
    say: (text) => log(`${emptied}${text}`),
    clear: () => void (isTerminal && stream.write(emptied)),
  };
}
