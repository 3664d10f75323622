/** `npm run library`: lib/README.md, made from the code. See --help. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Command } from "commander";
import { folders } from "./library/folders.ts";
import { lectures, titles } from "./library/lectures.ts";
import { page } from "./library/page.ts";

const file = path.resolve(import.meta.dirname, "../lib/README.md");

const options = new Command("npm run library --")
  .description("Compares lib/README.md, the overview of what lectures import, with the code that it is made from.")
  .option("--write", "write it anew")
  .parse()
  .opts<{ write?: true }>();

const made = page({ folders: folders(), lectures, titles: titles() });
if (options.write) {
  writeFileSync(file, made);
  console.log(path.relative(process.cwd(), file));
} else if (readFileSync(file, "utf8") !== made) {
  console.error("lib/README.md is not what the code says: npm run library -- --write");
  process.exitCode = 1;
}
