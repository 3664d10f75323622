/**
 * Remembers which signed messages have come, so that one that is sent again is not run again: whoever can listen to
 * the sockets, but lacks the key, could otherwise repeat what the student did.
 *
 * A signature covers the message's id, so that two messages of one client never have the same. Where nothing is
 * signed there is nothing to protect.
 *
 * Reference: jupyter_client 8, `Session.digest_history`, which forgets beyond the same number.
 */
import { signatureOf } from "./wire.ts";

/** A function that says of each message's frames whether it is the first time that they come. */
export function replayGuard(remembered: number = 2 ** 16): (frames: readonly Buffer[]) => boolean {
  const seen = new Set<string>();
  return (frames) => {
    const signature = signatureOf(frames);
    if (signature === "") return true;
    if (seen.has(signature)) return false;
    seen.add(signature);
    if (seen.size > remembered) seen.delete(seen.values().next().value!);
    return true;
  };
}
