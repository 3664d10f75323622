/** `npm run test:tfjs-node`: our backend against TensorFlow's own library. */
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import writeFileAtomic from "write-file-atomic";
import { findTfjsNode } from "../lib/backend/index.ts";
import { comparisonPage } from "./tfjs-node/page.ts";
import type { Comparison } from "./tfjs-node/page.ts";
import { runTier, skipTier } from "./verify/tier.ts";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const readme = path.join(root, "lib", "backend", "README.md");
const seen = path.join(root, ".cache", "tfjs-node-comparison.json");

new Command("npm run test:tfjs-node --")
  .description(
    "Compare the numbers of backend onnx with those of TensorFlow's own library, which npm run setup:tfjs-node builds.",
  )
  .option("--write", "store what was seen, with today's date, in lib/backend/README.md if all is well")
  .action(async ({ write = false }: { write?: boolean }) => {
    process.chdir(root);
    if (findTfjsNode() === undefined) {
      process.exitCode = await skipTier("tfjs-node", { reason: "tfjs-node is not here: npm run setup:tfjs-node" });
      return;
    }
    rmSync(seen, { force: true });
    process.exitCode = await runTier("tfjs-node", { maxWorkers: 1 });
    if (!write || process.exitCode !== 0) return;
    const comparisons = JSON.parse(readFileSync(seen, "utf8")) as Comparison[];
    const machine = `${process.platform}-${process.arch}, Node ${process.versions.node}`;
    const page = comparisonPage(readFileSync(readme, "utf8"), { comparisons, machine, date: new Date() });
    await writeFileAtomic(readme, page);
    console.log("Written to lib/backend/README.md.");
  })
  .parse();
