import net from "node:net";
import { expect, test } from "vitest";
import { freePort } from "../../lib/lab/port.ts";

async function occupied(port: number): Promise<net.Server> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return server;
}

test("a port that was asked for and is taken is refused with what to do", async () => {
  const server = await occupied(0);
  const { port } = server.address() as net.AddressInfo;
  await expect(freePort(port)).rejects.toThrow(`Port ${port} is taken`);
  server.close();
});

test("without a wish the port found can be listened on", async () => {
  const { port } = await freePort();
  (await occupied(port)).close();
  expect(port).toBeGreaterThanOrEqual(8888);
});
