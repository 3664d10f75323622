/**
 * The files of a notebook's program: one cell file, a fixed number of scope files, which hold earlier cells, and one
 * file between them, the hub. None is on the disk; they stand in the notebook's folder so that relative imports resolve
 * as the reader expects.
 */
import { ambient } from "./ambient.ts";
import { cellFileName, ownNameMark } from "./runtime-names.ts";

/** How many scope files a program has; earlier cells are spread over them. */
export const scopeFileCount = 64;

/** The names of the hub and of what stands for `await` in scope files: no cell has such names. */
export const hubName = `$hub${ownNameMark}`;
export const awaitName = `$await${ownNameMark}`;

/** How the cell file and the scope files start: what they need of each other comes through the hub. */
export const hubImport = `import * as ${hubName} from "./__hub__.mts";`;

/** A scope file without cells. */
export const emptyScope = `${hubImport}\ndeclare function ${awaitName}<T>(value: T): Awaited<T>;\nexport {};\n`;

/** The hub without modules. */
export function emptyHub(): string {
  return Array.from(
    { length: scopeFileCount },
    (_, index) => `export * as $f${index} from "./${scopeFileName(index)}";`,
  ).join("\n");
}

/** A file whose text changes: the cell, what all import, or the scope file of that index. */
export type FileName = "cell" | "hub" | number;

export interface FileText {
  file: FileName;
  text: string;
}

export interface ProgramFiles {
  folder: string;
  /** Paths. */
  config: string;
  cell: string;
  /** Node's types. */
  node: string;
  /** All but the config: what it lists. */
  sources: string[];
  pathOf(file: FileName): string;
  /** The text of each path. */
  texts: Map<string, string>;
}

/** The files of a program without cells, in `folder`; what is in `config` and `node` depends on the reader's options. */
export function programFiles(folder: string): ProgramFiles {
  const at = (name: string): string => `${folder}/${name}`;
  const [cell, hub, node, ambientFile] = [cellFileName, "__hub__.mts", "__node__.d.ts", "__ambient__.d.ts"].map(at);
  const scopes = Array.from({ length: scopeFileCount }, (_, index) => at(scopeFileName(index)));
  return {
    folder,
    config: at("__cells__.tsconfig.json"),
    cell: cell!,
    node: node!,
    sources: [ambientFile!, node!, cell!, hub!, ...scopes],
    pathOf: (file) => (file === "cell" ? cell! : file === "hub" ? hub! : scopes[file]!),
    texts: new Map([
      [ambientFile!, ambient],
      [cell!, hubImport],
      [hub!, emptyHub()],
      ...scopes.map((file): [string, string] => [file, emptyScope]),
    ]),
  };
}

function scopeFileName(index: number): string {
  return `__scope_${index}__.mts`;
}

/** Whether the file at `path` holds cells. */
export function isCellFile(path: string): boolean {
  return /\/__(?:cell|scope_\d+)__\.mts$/iu.test(path);
}
