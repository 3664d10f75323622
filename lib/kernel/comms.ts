/**
 * Comms, the channels of widgets. This kernel has no targets yet, so that an opened comm is closed at once.
 *
 * Reference: Jupyter messaging 5.5, "Custom messages".
 */
import { commInfoRequest, commOpen, contentOf } from "./messages.ts";
import type { Content, Request } from "./messages.ts";
import type { Messenger } from "./messenger.ts";

export function commInfo(request: Request): Content {
  contentOf(request, commInfoRequest);
  return { status: "ok", comms: {} };
}

/** Refuse a comm the way the protocol says: by closing it. */
export function refuseComm(request: Request, messenger: Messenger): Promise<void> {
  const { comm_id } = contentOf(request, commOpen);
  return messenger.publish("comm_close", { comm_id, data: {} }, request.header);
}
