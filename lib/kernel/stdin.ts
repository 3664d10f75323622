/**
 * Questions to the client that sent the running cell, and to no other.
 *
 * Reference: Jupyter messaging 5.5, "Messages on the stdin (ROUTER/DEALER) channel".
 */
import type { InputRequest } from "../session/index.ts";
import { contentOf, inputReply } from "./messages.ts";
import type { Request } from "./messages.ts";
import type { Messenger } from "./messenger.ts";
import type { Message } from "./wire.ts";

export interface Stdin {
  /** Ask the sender of `request`. Resolves with what was typed; with null if the question was dismissed or cancelled. */
  ask(request: Request, question: InputRequest): Promise<string | null>;
  /** Take a message of the stdin channel. What answers no open question is ignored. */
  take(message: Message): void;
  /** The cell has ended: its question is void. */
  cancel(): void;
}

/** What terminal clients send for end-of-file (Ctrl-D). */
const endOfFile = "\u0004";

export function createStdin(messenger: Pick<Messenger, "ask">): Stdin {
  let open: { id: string; to: string; answer: (value: string | null) => void } | undefined;

  function close(value: string | null): void {
    const closing = open;
    open = undefined;
    closing?.answer(value);
  }

  return {
    ask(request, question) {
      close(null);
      return new Promise((answer) => {
        open = { id: messenger.ask(request, { ...question }), to: addressOf(request), answer };
      });
    },
    take(message) {
      if (!open || message.header.msg_type !== "input_reply" || addressOf(message) !== open.to) return;
      // many clients name the question, some do not
      const answered = message.parent.msg_id;
      if (answered !== undefined && answered !== open.id) return;
      try {
        const { status, value } = contentOf(message, inputReply);
        close(status === "ok" && value !== endOfFile ? (value ?? null) : null);
      } catch {
        // not an answer: the question stays open
      }
    },
    cancel: () => close(null),
  };
}

function addressOf({ prefix }: Message): string {
  return prefix.map((identity) => identity.toString("hex")).join();
}
