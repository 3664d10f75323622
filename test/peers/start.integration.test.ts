/** Starting a kernel, tried on our own: the others need a network to be installed. */
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runtimeDir } from "./paths.ts";
import { startPeer } from "./start.ts";

let cwd: string;
beforeAll(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), "peers-"));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const connectionFiles = async (): Promise<string[]> =>
  (await readdir(runtimeDir).catch(() => [])).filter((name) => name.startsWith("ours-"));

function groupExists(pid: number): boolean {
  try {
    return process.kill(-pid, 0);
  } catch {
    return false;
  }
}

test.runIf(process.platform !== "win32")(
  "a kernel starts in its folder, is interrupted as its kernelspec says, and leaves no process and no file",
  async () => {
    const before = await connectionFiles();
    const peer = await startPeer("ours", { cwd });
    const [file] = (await connectionFiles()).filter((name) => !before.includes(name));
    expect((await stat(path.join(runtimeDir, file!))).mode & 0o777).toBe(0o600);

    const endless = await peer.client.send("execute_request", { code: "while (true) {}" });
    await peer.client.until(({ type, parent }) => type === "execute_input" && parent.msg_id === endless);
    await peer.interrupt();
    expect((await peer.client.reply(endless)).content["status"]).toBe("error");
    const { outputs } = await peer.client.request("execute_request", { code: "process.cwd()" });
    const result = outputs.find(({ type }) => type === "execute_result");
    expect(JSON.stringify(result?.content["data"])).toContain(path.basename(cwd));

    await peer.close();
    expect(await peer.exited).toBe(0);
    // a killed process counts until it is collected
    await expect.poll(() => groupExists(peer.pid), { timeout: 5_000 }).toBe(false);
    expect((await connectionFiles()).filter((name) => !before.includes(name))).toEqual([]);
  },
);

test("a kernel that ends at its start is told with what it said, instead of being waited for", async () => {
  await expect(startPeer("ours", { cwd, connectionFile: "{" })).rejects.toThrow(/connection file/u);
  const env = { NODE_OPTIONS: "--no-such-option" };
  await expect(startPeer("ours", { cwd, env })).rejects.toThrow(/ours ended at its start with 9: .*--no-such-option/su);
});

test("a message that never comes is named when the wait for it is over", async () => {
  const peer = await startPeer("ours", { cwd, timeoutMs: 3_000 });
  await expect(peer.client.reply("never sent")).rejects.toThrow("client: expected a reply within 3000 ms, got none");
  await peer.close();
});
