import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { connect, freeConnectionFile } from "./kernel/client.ts";
import { parseConnection } from "../lib/kernel/index.ts";
const text = await freeConnectionFile(); writeFileSync("/tmp/cf-t.json", text);
const root = process.argv[2]!;
const k = root === "py" ? spawn("/tmp/kvenv/bin/python", ["-m", "ipykernel_launcher", "-f", "/tmp/cf-t.json"], { stdio: "ignore" }) : spawn(process.execPath, ["--disable-warning=ExperimentalWarning", ...(process.argv.slice(3)), `${root}/lib/kernel/main.ts`, "/tmp/cf-t.json"], { cwd: "/work/main/notebooks", stdio: "inherit" });
const c = await connect(parseConnection(text));
const one = async (code: string) => { const t = performance.now(); const r = await c.request("execute_request", { code }); return performance.now() - t; };
await one("1+1");
for (const code of ["1+1", "1+1"]) { const ts: number[] = []; for (let i = 0; i < 300; i++) ts.push(await one(code)); ts.sort((a, b) => a - b); console.log(root, code, "p10", ts[30]!.toFixed(2), "median", ts[150]!.toFixed(2)); }
c.close(); k.kill("SIGKILL"); process.exit();
