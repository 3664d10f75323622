/** What goes wrong while tfjs-node is set up, in sentences. */

/** Its message is all that the reader needs. */
export class SetupError extends Error {}

const known = [
  [/ENOSPC|No space left/, "The disk is full: free about 2 GB"],
  [/EACCES|EPERM|EROFS|Permission denied/, "The project's .cache folder cannot be written: check who owns it"],
  [/DO NOT MATCH THE HASHES|EINTEGRITY/, "A package is not the one that was published: check the connection"],
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|name resolution|NewConnectionError|ConnectTimeout|ReadTimeout|ProxyError|No matching distribution|E404/,
    "The package registry cannot be reached, or does not have the package: connect to the internet",
  ],
] as const;

/** The sentence for a step that failed, from what its program said. */
export function failureOf(step: string, { exitCode, output }: { exitCode: number; output: string }): SetupError {
  const found = known.find(([pattern]) => pattern.test(output));
  if (found) return new SetupError(`${found[1]}, then run the command again.`);
  const last = output.trimEnd().split("\n").slice(-15).join("\n");
  return new SetupError(`${last}\n${step} failed (exit code ${exitCode}).`);
}
