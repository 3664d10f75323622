/** The display API of the tslab package sends its outputs to the channel, from the first import of the package on. */
import { loadTslab } from "../tslab-display.ts";
import { sendOutput } from "./channel.ts";

let connected = false;

export function connectTslab(): void {
  if (connected) return;
  connected = true;
  loadTslab((data, metadata, { displayId, update }) => {
    if (update && displayId !== undefined) sendOutput({ type: "update", data, metadata, displayId });
    else sendOutput({ type: "display", data, metadata, displayId });
  });
}
