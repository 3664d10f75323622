export type { Client, Received } from "../kernel/client.ts";
export { installPeers, installTensorFlow, versions } from "./install.ts";
export type { Installed, InstallOptions } from "./install.ts";
export { peersDir, tensorFlowDir } from "./paths.ts";
export { peerNames, specOf } from "./specs.ts";
export type { PeerName, PeerSpec } from "./specs.ts";
export { startPeer } from "./start.ts";
export type { Peer, StartOptions } from "./start.ts";
