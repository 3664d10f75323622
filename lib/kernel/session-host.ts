/**
 * The one session of a kernel, started while the sockets already answer.
 *
 * A session replaces its own process when that dies; what is started again here is a session that never came up.
 */
import type { Session } from "../session/index.ts";

export interface SessionHost {
  /** The session, as soon as it is up. Rejects with the reason if it cannot start; the next call tries again. */
  get(): Promise<Session>;
  /** Stop the session, or the one that is still starting. No session starts after this. */
  close(): Promise<void>;
}

export function createSessionHost(start: () => Promise<Session>): SessionHost {
  let session: Promise<Session> | undefined;
  let closed = false;

  return {
    get() {
      if (closed) return Promise.reject(new Error("the kernel is shutting down"));
      if (session) return session;
      const starting = start();
      session = starting;
      starting.catch(() => {
        session = undefined;
      });
      return starting;
    },
    async close() {
      closed = true;
      const last = await session?.catch(() => undefined);
      await last?.close();
    },
  };
}
