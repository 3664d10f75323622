/** lib/README.md: what the science column has, by lecture and by folder. */
import type { Module } from "./module.ts";

export interface PageParts {
  /** In the order of the page. */
  folders: readonly { folder: string; modules: readonly Module[] }[];
  /** Module → the lectures that it is for. */
  lectures: Readonly<Record<string, readonly number[]>>;
  /** Lecture → its title. */
  titles: Readonly<Record<number, string>>;
}

export function page({ folders, lectures, titles }: PageParts): string {
  const modules = folders.flatMap((each) => each.modules);
  return [
    "# The library",
    "",
    "What the lectures import: the science column of [the house](../CONTRIBUTING.md). Read it from the bottom of a folder's ladder to its top; each file is one idea and names the paper that it follows. This page is made from the code: `npm run library -- --write`.",
    "",
    "## By lecture",
    "",
    "| | lecture | what it is built from |",
    "|--:|---|---|",
    ...Object.entries(titles).map(([number, title]) => {
      const used = modules.filter(({ name }) => lectures[name]?.includes(Number(number)));
      return `| ${number} | ${title} | ${used.map(({ name }) => link(name)).join(" · ") || "–"} |`;
    }),
    ...folders.flatMap(({ folder, modules: inside }) => [
      "",
      `## ${folder}`,
      "",
      "| file | what it is | gives | source |",
      "|---|---|---|---|",
      ...inside.map(({ name, what, values, sources }) => {
        const names = values.map((each) => `\`${each}\``).join(", ") || "–";
        return `| ${link(name)} | ${cell(what)} | ${names} | ${sources.map(cell).join("<br>") || "–"} |`;
      }),
    ]),
    "",
  ].join("\n");
}

function link(name: string): string {
  return `[${name.slice(name.indexOf("/") + 1)}](${name}.ts)`;
}

/** Text that stays inside its cell of a table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/[<>]/gu, (each) => (each === "<" ? "&lt;" : "&gt;"));
}
