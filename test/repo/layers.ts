/** The rules about who may import whom, as pure functions from files to sentences about what is wrong. */
import { isBuiltin } from "node:module";
import path from "node:path";
import type { SourceFile } from "typescript/unstable/ast";
import type { Exception } from "./house.ts";
import { importsOf } from "./parse.ts";

export interface Edge {
  from: string;
  /** A path from the root, a package or built-in name, or undefined where it is computed. */
  to: string | undefined;
  inside: boolean;
  typeOnly: boolean;
  line: number;
}

/** All imports of `sources`, relative ones resolved to paths from the root. */
export function edgesOf(sources: ReadonlyMap<string, SourceFile>): Edge[] {
  return [...sources].flatMap(([from, source]) =>
    importsOf(source).map(({ specifier, typeOnly, line }) => {
      const inside = specifier?.startsWith(".") ?? false;
      const to = inside ? path.posix.join(path.posix.dirname(from), specifier!) : specifier;
      return { from, to, inside, typeOnly, line };
    }),
  );
}

const at = ({ from, line }: Edge): string => `${from}:${line}`;

/** `lib/models/ngram.ts` is in folder `models`; lib/index.ts, the science front door, is in folder "". */
export function folderOf(file: string): string | undefined {
  const parts = file.split("/");
  if (parts[0] !== "lib") return undefined;
  return parts.length > 2 ? parts[1]! : "";
}

interface House {
  science: readonly (readonly string[])[];
  tooling: readonly (readonly string[])[];
}

/** Every folder has a floor, no import crosses columns, and inside a column arrows go down. */
export function arrowProblems(edges: readonly Edge[], files: readonly string[], { science, tooling }: House): string[] {
  const problems: string[] = [];
  const known = new Set(["", ...science.flat(), ...tooling.flat()]);
  for (const folder of new Set(files.map(folderOf)))
    if (folder !== undefined && !known.has(folder)) problems.push(`lib/${folder}: has no place in the house`);
  for (const edge of edges) {
    const [from, to] = [folderOf(edge.from), edge.inside ? folderOf(edge.to!) : undefined];
    if (from === undefined || to === undefined || from === to || !known.has(from) || !known.has(to)) continue;
    if (from === "") {
      if (level(science, to) < 0) problems.push(`${at(edge)}: the science front door imports lib/${to}`);
      continue;
    }
    const column = [science, tooling].find((each) => level(each, from) >= 0 && level(each, to) >= 0);
    if (column === undefined) problems.push(`${at(edge)}: lib/${from} and lib/${to || "index.ts"} share no column`);
    else if (level(column, to) >= level(column, from)) problems.push(`${at(edge)}: lib/${to} is not below lib/${from}`);
  }
  return problems;
}

function level(column: readonly (readonly string[])[], folder: string): number {
  return column.findIndex((side) => side.includes(folder));
}

/** From another folder of lib/, only its index.ts is imported. */
export function doorProblems(edges: readonly Edge[], exceptions: readonly Exception[]): string[] {
  return edges
    .filter(({ from, to, inside }) => inside && folderOf(to!) !== undefined && folderOf(to!) !== folderOf(from))
    .filter(({ to }) => to !== `lib/${folderOf(to!)}/index.ts` && to !== "lib/index.ts")
    .filter(({ from, to }) => !allowed(exceptions, from, to!))
    .map((edge) => `${at(edge)}: imports ${edge.to}, not its folder's index.ts`);
}

/** A file of lib/ imports nothing of scripts/, test/ or notebooks/; data/ and package.json are data. */
export function outsideProblems(edges: readonly Edge[]): string[] {
  return edges
    .filter(({ to, inside }) => inside && folderOf(to!) === undefined && !/^(data\/.*\.json|package\.json)$/.test(to!))
    .map((edge) => `${at(edge)}: imports ${edge.to}, which is outside lib/`);
}

/** Packages are dependencies of the project (not only of its tests), and some have one importer. */
export function packageProblems(
  edges: readonly Edge[],
  { dependencies, onlyImporter }: { dependencies: readonly string[]; onlyImporter: Record<string, readonly string[]> },
): string[] {
  return edges
    .filter(({ to, inside }) => to !== undefined && !inside && !isBuiltin(to))
    .flatMap((edge) => {
      const name = edge.to!.split("/", edge.to!.startsWith("@") ? 2 : 1).join("/");
      const owners = onlyImporter[name];
      if (!dependencies.includes(name)) return [`${at(edge)}: ${name} is not under dependencies in package.json`];
      if (owners && !owners.includes(folderOf(edge.from) ?? ""))
        return [`${at(edge)}: imports ${name}, which only lib/${owners.join(", lib/")} may`];
      return [];
    });
}

/** Files of the science column import no built-in module of Node when they run. */
export function builtinProblems(
  edges: readonly Edge[],
  { science, exceptions }: { science: House["science"]; exceptions: readonly Exception[] },
): string[] {
  return edges
    .filter(({ from, to }) => level(science, folderOf(from) ?? "none") >= 0 && to !== undefined && isBuiltin(to))
    .filter(({ from, to, typeOnly }) => !typeOnly && !allowed(exceptions, from, to!))
    .map((edge) => `${at(edge)}: the science column imports ${edge.to}`);
}

/** An import whose target is computed hides an arrow. */
export function computedProblems(edges: readonly Edge[], exceptions: readonly Exception[]): string[] {
  return edges
    .filter(({ from, to }) => to === undefined && !allowed(exceptions, from, "import()"))
    .map((edge) => `${at(edge)}: imports something computed`);
}

/** Each cycle of files once, as the path round it. */
export function cycleProblems(edges: readonly Edge[]): string[] {
  const next = new Map<string, Set<string>>();
  for (const { from, to, inside } of edges) if (inside) next.set(from, (next.get(from) ?? new Set()).add(to!));
  const problems: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: string[]): void => {
    if (trail.includes(file)) problems.push(`cycle: ${[...trail.slice(trail.indexOf(file)), file].join(" -> ")}`);
    if (done.has(file) || trail.includes(file)) return;
    for (const to of next.get(file) ?? []) visit(to, [...trail, file]);
    done.add(file);
  };
  for (const file of next.keys()) visit(file, []);
  return problems;
}

export function allowed(exceptions: readonly Exception[], file: string, what: string): boolean {
  return exceptions.some((exception) => exception.file === file && exception.allows === what);
}
