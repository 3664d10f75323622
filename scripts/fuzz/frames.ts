/** Random frames on every socket of a running kernel: what is well formed is answered, and nothing else leaves a trace. */
import { createConnection } from "node:net";
import { Dealer, XSubscriber } from "zeromq";
import type { Rng } from "../../lib/core/index.ts";
import { bytes, shot, some } from "./noise.ts";
import { Finding, patienceMs } from "./target.ts";
import type { Target } from "./target.ts";

/** Requests that wait for their answer at the same time. */
const mostOpen = 50;
const checkEvery = 2000;

export interface FramesReport {
  frames: number;
  answered: number;
}

/** Send `count` messages of random frames. Throws a `Finding` if a request stays unanswered or the kernel suffers. */
export async function fuzzFrames(
  target: Target,
  { rng, count, onProgress }: { rng: Rng; count: number; onProgress(done: number): void },
): Promise<FramesReport> {
  const { addresses, ports } = target.peer.connection;
  const open = new Map<string, number>();
  let answered = 0;
  const sockets = { shell: new Dealer({ linger: 0 }), control: new Dealer({ linger: 0 }) };
  const stdin = new Dealer({ linger: 0 });
  const hb = new Dealer({ linger: 0 });
  const iopub = new XSubscriber({ linger: 0, receiveHighWaterMark: 0 });
  stdin.connect(addresses.stdin);
  hb.connect(addresses.hb);
  iopub.connect(addresses.iopub);
  for (const name of ["shell", "control"] as const) {
    sockets[name].connect(addresses[name]);
    void (async () => {
      for await (const frames of sockets[name]) {
        const parent = JSON.parse(frames.at(-3)!.toString()) as { msg_id: string };
        if (open.delete(parent.msg_id)) answered++;
      }
    })();
  }
  // what comes back on the others is of no interest, and must not pile up
  for (const socket of [stdin, hb, iopub]) void drain(socket);

  try {
    for (let done = 0; done < count; done++) {
      const kind = rng.int(40);
      if (kind === 0) await knock(Object.values(ports)[rng.int(5)], bytes(rng, 400));
      else if (kind === 1) await hb.send(some(rng, 4, () => bytes(rng, 200)));
      else if (kind === 2) await stdin.send(shot(rng, target.client).frames);
      else if (kind === 3) await iopub.send(Buffer.concat([Buffer.from([rng.int(3)]), bytes(rng, 20)]));
      else {
        const name = rng.int(3) === 0 ? "control" : "shell";
        const { frames, id } = shot(rng, target.client);
        if (id) open.set(id, done);
        await sockets[name].send(frames);
      }
      await room(open, mostOpen);
      if ((done + 1) % checkEvery === 0 || done === count - 1) {
        await room(open, 0);
        await target.checkWhole();
        await target.renew();
        onProgress(done + 1);
      }
    }
    return { frames: count, answered };
  } finally {
    for (const socket of [sockets.shell, sockets.control, stdin, hb, iopub]) socket.close();
  }
}

async function drain(socket: AsyncIterable<Buffer[]>): Promise<void> {
  for await (const _ of socket);
}

/** Wait until at most `most` requests are unanswered. */
async function room(open: ReadonlyMap<string, number>, most: number): Promise<void> {
  const until = performance.now() + patienceMs * 2;
  while (open.size > most) {
    if (performance.now() > until)
      throw new Finding(`${open.size} requests unanswered, the first of them message ${Math.min(...open.values())}`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** Bytes that are no ZeroMQ, straight to the port. */
function knock(port: number | undefined, noise: Buffer): Promise<void> {
  if (port === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1", () => socket.end(noise));
    socket.on("close", () => resolve()).on("error", () => resolve());
    socket.setTimeout(50, () => socket.destroy());
  });
}
