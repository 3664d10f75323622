/** What is known of a name, for readers: as Markdown and as plain text. */
import type { SymbolFacts } from "../compiler/index.ts";
import { fold } from "./fold.ts";
import type { Inspection } from "./types.ts";

/** One part of the page. `code` is TypeScript, `list` is one entry a line, `example` is whatever the author wrote. */
type Part =
  | { form: "code"; text: string }
  | { form: "text"; title?: string; text: string }
  | { form: "list"; title: string; entries: { name: string; text: string }[] }
  | { form: "example"; title: string; text: string };

export function inspectionOf(facts: SymbolFacts): Inspection {
  const parts = partsOf(facts);
  return { markdown: parts.map(markdown).join("\n\n"), text: parts.map(plain).join("\n\n") };
}

function partsOf({ signature, overloads = 1, parameter, documentation, tags, declaration, file }: SymbolFacts): Part[] {
  const of = (...names: string[]) => [
    ...new Set(tags.filter(({ name }) => names.includes(name)).map(({ text }) => readableType(linked(text.trim())))),
  ];
  const parameters = firstOfEach(of("param", "arg", "argument").map(named));
  const more = overloads > 1 ? `\n// and ${overloads - 1} more ${overloads === 2 ? "signature" : "signatures"}` : "";
  const parts: Part[] = [{ form: "code", text: fold(signature) + more }];
  if (parameter !== undefined) {
    const name = /^(?:\.\.\.)?([\p{ID_Continue}$]+)/u.exec(parameter)?.[1];
    const known = parameters.find((each) => each.name === name)?.text;
    parts.push({ form: "list", title: "This argument", entries: [{ name: parameter, text: known ?? "" }] });
  }
  parts.push(...texts("Deprecated", of("deprecated")));
  if (documentation.trim()) parts.push({ form: "text", text: linked(documentation.trim()) });
  if (parameters.length > 0) parts.push({ form: "list", title: "Parameters", entries: parameters });
  const types = of("template", "typeParam").map(named);
  if (types.length > 0) parts.push({ form: "list", title: "Type parameters", entries: types });
  parts.push(...texts("Returns", of("returns", "return")), ...texts("Throws", of("throws", "exception")));
  parts.push(...texts("Default", of("default", "defaultValue")));
  for (const text of of("example")) parts.push({ form: "example", title: "Example", text });
  parts.push(...texts("See", of("see")), ...texts("Since", of("since")));
  const others = tags.filter(({ name }) => !readable.has(name));
  parts.push(...others.map(({ name, text }): Part => ({ form: "text", title: `@${name}`, text: linked(text.trim()) })));
  if (declaration !== undefined) parts.push({ form: "code", text: declaration });
  if (file !== undefined) parts.push({ form: "text", title: "Declared in", text: file });
  return parts;
}

function texts(title: string, found: string[]): Part[] {
  return found.map((text) => ({ form: "text", title, text }));
}

function inset(text: string): string {
  return `  ${text.replaceAll("\n", "\n  ")}`;
}

const readable = new Set(
  "param arg argument deprecated template typeParam returns return throws exception default defaultValue example see since".split(
    " ",
  ),
);

/** Overloads say the same parameter more than once. */
function firstOfEach(entries: { name: string; text: string }[]): { name: string; text: string }[] {
  return [...Map.groupBy(entries, ({ name }) => name).values()].map(([first]) => first!);
}

/** `{TypeError} if …` as `TypeError if …`. */
function readableType(text: string): string {
  return text.replace(/^\{([^}]*)\}/u, "`$1`");
}

/** `name - text`, as a tag for a parameter has it. */
function named(text: string): { name: string; text: string } {
  const [, name, rest] = /^\[?([^\s=\]]+)(?:=[^\]]*)?\]?\s*(?:[-–—:]\s*)?([\s\S]*)$/u.exec(text) ?? ["", text, ""];
  return { name: name!, text: rest!.trim() };
}

/** `{@link target text}` as a Markdown link where the target is an address, as code where it is a name. */
function linked(text: string): string {
  return text.replaceAll(/\{@link(?:code|plain)?\s+([^\s|}]+)([^{}]*)\}/gu, (_, target: string, label: string) => {
    const words = label.replace(/^\s*\|/u, "").trim();
    return /^https?:/u.test(target) ? `[${words || target}](${target})` : `\`${words || target}\``;
  });
}

function markdown(part: Part): string {
  switch (part.form) {
    case "code":
      return fenced(part.text);
    case "text":
      return part.title === undefined ? part.text : `**${part.title}** ${part.text}`.trimEnd();
    case "list": {
      const entries = part.entries.map(
        ({ name, text }) => `- \`${name}\`${text && `: ${text.replaceAll("\n", "\n  ")}`}`,
      );
      return [`**${part.title}**`, "", ...entries].join("\n");
    }
    case "example":
      return `**${part.title}**\n\n${part.text.includes("```") ? part.text : fenced(part.text)}`;
  }
}

function plain(part: Part): string {
  switch (part.form) {
    case "code":
      return part.text;
    case "text":
      return part.title === undefined ? part.text : [part.title, part.text].filter(Boolean).join(": ");
    case "list":
      return [`${part.title}:`, ...part.entries.map(({ name, text }) => inset(text ? `${name}: ${text}` : name))].join(
        "\n",
      );
    case "example":
      return `${part.title}:\n${inset(part.text.replaceAll(/^```.*\n?/gmu, "").trimEnd())}`;
  }
}

/** A fence that is longer than any in the text. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/gu)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}ts\n${text}\n${fence}`;
}
