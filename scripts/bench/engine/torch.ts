/** PyTorch, the peer. It is 5.5 GB on Linux, so it is installed only if that is asked for. */
import { findPythonPeer } from "../python-peer.ts";
import type { PeerOptions } from "../python-peer.ts";

/** The version that the project's numbers speak of. */
const version = "2.15.0";

/** The Python program that has PyTorch, or why there is none. */
export async function findTorch(options: PeerOptions): Promise<{ python: string } | { reason: string }> {
  const packages = [`torch==${version}`, "numpy"];
  return findPythonPeer(
    { name: "torch", title: `PyTorch ${version}`, packages, size: "up to 5.5 GB", option: "--install-torch" },
    options,
  );
}
