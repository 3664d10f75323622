/** `npm run clean`: remove what the commands have made; never a student's notebooks without being asked twice. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { Command } from "commander";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** What starting and testing make, and nobody has written by hand. */
const made = [
  [".venv", "the Python environment of JupyterLab"],
  [".jupyter", "JupyterLab's settings and logs"],
  [".cache", "caches and locks"],
  ["node_modules/.cache", "compiled code"],
] as const;

new Command("npm run clean --")
  .description("Remove the Python environment, JupyterLab's settings and the caches. npm start makes them again.")
  .option("--all", "also my-notebooks, with everything you wrote in it; asks first")
  .action(async ({ all }: { all?: true }) => {
    for (const [name, what] of made) remove(name, what);
    for (const name of readdirSync(root))
      if (name.startsWith(".lab-test-")) remove(name, "left by a test that was cut off");
    if (all) await removeNotebooks();
    else if (existsSync(path.join(root, "my-notebooks"))) console.log("Kept my-notebooks: your work.");
  })
  .parse();

function remove(name: string, what: string): void {
  const target = path.join(root, name);
  if (!existsSync(target)) return;
  rmSync(target, { recursive: true, force: true, maxRetries: 3 });
  console.log(`Removed ${name}: ${what}.`);
}

/** Subtle: without a terminal nobody can answer, so the notebooks are kept. */
async function removeNotebooks(): Promise<void> {
  if (!existsSync(path.join(root, "my-notebooks"))) return;
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  reader.once("close", () => {
    if (!answered) console.log("\nKept my-notebooks: there was no answer.");
  });
  let answered = false;
  const answer = await reader.question("Remove my-notebooks, with everything you wrote in it? Type yes: ");
  answered = true;
  reader.close();
  if (answer.trim() === "yes") remove("my-notebooks", "your copies");
  else console.log("Kept my-notebooks.");
}
