/** Completion and the tooltip: the first answer of a session, and the usual one. */
import type { Peer } from "../../../test/peers/index.ts";
import { runCell, withPeer } from "./cell-time.ts";
import { cellsFor } from "./cells.ts";
import { median } from "../statistics.ts";
import type { Measurement, Value } from "./types.ts";

/** The time of one request on the shell channel, and what was answered. */
async function ask({ client }: Peer, type: string, content: object) {
  const started = performance.now();
  const reply = await client.reply(await client.send(type, content));
  return { ms: performance.now() - started, content: reply.content };
}

async function complete(peer: Peer, { code, name }: { code: string; name: string }): Promise<Value> {
  const { ms, content } = await ask(peer, "complete_request", { code, cursor_pos: code.length });
  const matches = (content["matches"] ?? []) as string[];
  return matches.some((match) => match.replace(/^words\./, "") === name) ? ms : "not found";
}

async function inspect(peer: Peer, code: string): Promise<Value> {
  const { ms, content } = await ask(peer, "inspect_request", { code, cursor_pos: code.length, detail_level: 0 });
  return content["found"] === true ? ms : "not found";
}

/** The median, or the reason why one of the answers is no answer. */
function medianOf(values: readonly Value[]): Value {
  return values.find((value) => typeof value === "string") ?? median(values as number[]);
}

export const introspection: Measurement = {
  id: "introspection",
  rows: [
    { id: "complete", title: "completion, median", unit: "ms", goal: { atMost: 1, of: "complete" } },
    { id: "complete-first", title: "completion, the first", unit: "ms" },
    { id: "inspect", title: "inspection, median", unit: "ms", goal: { atMost: 1, of: "inspect" } },
    { id: "inspect-first", title: "inspection, the first", unit: "ms" },
  ],
  measure: (name, { cwd, cells }) =>
    withPeer(name, { cwd }, async (peer) => {
      const { words, members } = cellsFor(name);
      await runCell(peer, words);
      // no two texts are alike, so that no answer can be remembered from an earlier one
      const texts = (end: (member: (typeof members)[number]) => string) =>
        Array.from({ length: Math.ceil(cells / 4) }, (_, n) => {
          const member = members[n % members.length]!;
          return { code: `${n}\nwords.${end(member)}`, name: member.name };
        });
      const completed: Value[] = [];
      for (const text of texts(({ beginning }) => beginning)) completed.push(await complete(peer, text));
      const tooltips: Value[] = [];
      for (const { code } of texts((member) => member.name)) tooltips.push(await inspect(peer, code));
      return {
        "complete-first": completed[0]!,
        complete: medianOf(completed),
        "inspect-first": tooltips[0]!,
        inspect: medianOf(tooltips),
      };
    }),
};
