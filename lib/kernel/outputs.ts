/**
 * What a cell shows, as messages to every client, under the cell's own header however late it comes.
 *
 * Printed text is gathered for a moment, so that a hundred thousand lines are a few dozen messages.
 *
 * Reference: Jupyter messaging 5.5, "Messages on the IOPub (PUB/SUB) channel".
 */
import type { Output } from "../session/index.ts";
import type { Content } from "./messages.ts";
import type { Messenger } from "./messenger.ts";
import type { ParentHeader } from "./wire.ts";

export interface CellOutputs {
  show(output: Output): void;
  /** Publish the text that is still being gathered. Resolves when all that was shown is on its way. */
  flush(): Promise<void>;
}

/** How long printed text may wait for more, and how much may wait (in UTF-16 units). */
const gather = { ms: 20, length: 2 ** 18 };

export function cellOutputs(
  messenger: Messenger,
  { parent, executionCount }: { parent: ParentHeader; executionCount: number },
): CellOutputs {
  let name: "stdout" | "stderr" = "stdout";
  let text: string[] = [];
  let length = 0;
  let timer: NodeJS.Timeout | undefined;
  let sent = Promise.resolve();

  function publish(type: string, content: Content): void {
    try {
      sent = messenger.publish(type, content, parent);
    } catch (error) {
      // a value that cannot be JSON: say so where it would have been shown
      const why = error instanceof Error ? error.message : String(error);
      sent = messenger.publish("stream", { name: "stderr", text: `This output cannot be sent: ${why}\n` }, parent);
    }
  }

  function publishText(): void {
    clearTimeout(timer);
    timer = undefined;
    if (length === 0) return;
    publish("stream", { name, text: text.join("") });
    text = [];
    length = 0;
  }

  return {
    show(output) {
      if (output.type !== "stream") {
        publishText();
        publish(...message(output, executionCount));
        return;
      }
      if (output.name !== name) publishText();
      name = output.name;
      text.push(output.text);
      length += output.text.length;
      if (length >= gather.length) publishText();
      else timer ??= setTimeout(publishText, gather.ms);
    },
    flush() {
      publishText();
      return sent;
    },
  };
}

function message(output: Exclude<Output, { type: "stream" }>, executionCount: number): [string, Content] {
  switch (output.type) {
    case "display": {
      const { data, metadata, displayId } = output;
      return ["display_data", { data, metadata, transient: displayId === undefined ? {} : { display_id: displayId } }];
    }
    case "update": {
      const { data, metadata, displayId } = output;
      return ["update_display_data", { data, metadata, transient: { display_id: displayId } }];
    }
    case "clear":
      return ["clear_output", { wait: output.wait }];
    case "result":
      return ["execute_result", { execution_count: executionCount, data: output.data, metadata: output.metadata }];
    case "error":
      return ["error", { ename: output.name, evalue: output.message, traceback: output.traceback }];
  }
}
