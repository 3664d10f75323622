/** `npm run format`: rewrite the project's code in its one layout. Arguments are files; none means all. */
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const oxfmt = path.join(root, "node_modules", "oxfmt", "bin", "oxfmt");
const { status } = spawnSync(process.execPath, [oxfmt, ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
process.exitCode = status ?? 1;
