/** `npm run behaviours`: the list of behaviours against this kernel and others. See --help. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Command, Option } from "commander";
import { families } from "../test/kernel/behaviours/index.ts";
import { page, storedOf, withGenerated } from "../test/kernel/behaviours/outcomes.ts";
import type { Results, Stored } from "../test/kernel/behaviours/outcomes.ts";
import { createRunner } from "../test/kernel/behaviours/run.ts";
import { versionOf } from "../test/kernel/behaviours/subject.ts";
import { makeWorkspace } from "../test/kernel/behaviours/workspace.ts";
import { installPeers, peerNames } from "../test/peers/index.ts";
import type { PeerName } from "../test/peers/index.ts";
import { packed } from "./shared/kernel-runtime.ts";

const root = path.dirname(import.meta.dirname);
const resultsFile = path.join(root, "test/kernel/behaviours/results.json");
const readme = path.join(root, "lib/kernel/README.md");

const options = new Command("npm run behaviours --")
  .description("What a kernel should do, sentence by sentence, tried on this kernel or another.")
  .addOption(new Option("--peer <names...>", "which kernels; default: ours").choices(peerNames))
  .option("--only <ids>", "ids or letters of families, with commas: K,X04")
  .option("--write", "store what was seen in results.json and lib/kernel/README.md; default: all kernels")
  .option("--readme", "run nothing: write lib/kernel/README.md from results.json")
  .parse()
  .opts<{ peer?: PeerName[]; only?: string; write?: true; readme?: true }>();

const results: Results = JSON.parse(readFileSync(resultsFile, "utf8")) as Results;
// a kernel that sends nonsense must not end the run of all the others
process.on("unhandledRejection", (error) => console.error(error));
if (!options.readme) await runAll();
if (options.write || options.readme) write();
// sockets of a kernel that hangs keep this process otherwise
process.exit();

async function runAll(): Promise<void> {
  await packed(console.log);
  const names = options.peer ?? (options.write ? peerNames : (["ours"] as const));
  const { missing } = await installPeers({ say: console.log }, names);
  if (options.write && missing.length > 0) throw new Error("--write: expected every kernel, got less");
  for (const name of names) if (!missing.some((each) => each.name === name)) await runOne(name);
}

async function runOne(name: PeerName): Promise<void> {
  const workspace = makeWorkspace();
  const runner = createRunner(name, workspace.cwd);
  const counts = { yes: 0, no: 0, other: 0 };
  try {
    results.versions[name] = await versionOf(name, workspace.cwd);
    for (const behaviour of families.flatMap(({ behaviours }) => behaviours)) {
      if (!isChosen(behaviour.id)) continue;
      const stored = storedOf(await runner.run(behaviour));
      count(counts, stored);
      if (stored.startsWith("no:")) {
        const known = behaviour.known?.[name];
        console.log(`${name} ${behaviour.id} ${behaviour.title}\n    ${stored}${known ? `\n    known: ${known}` : ""}`);
      }
      (results.outcomes[behaviour.id] ??= {})[name] = stored;
    }
  } finally {
    await runner.close();
    workspace.remove();
  }
  console.log(
    `${name} ${results.versions[name]}: ${counts.yes} hold, ${counts.no} do not, ${counts.other} do not apply`,
  );
}

function count(counts: { yes: number; no: number; other: number }, stored: Stored): void {
  if (stored === "yes") counts.yes++;
  else if (stored.startsWith("no:")) counts.no++;
  else counts.other++;
}

function isChosen(id: string): boolean {
  return options.only === undefined || options.only.split(",").some((wanted) => id.startsWith(wanted.trim()));
}

function write(): void {
  // in the order of the list, without what is no longer in it
  const ids = families.flatMap(({ behaviours }) => behaviours).map(({ id }) => id);
  results.outcomes = Object.fromEntries(ids.map((id) => [id, results.outcomes[id] ?? {}]));
  writeFileSync(resultsFile, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(readme, withGenerated(readFileSync(readme, "utf8"), page(results)));
}
