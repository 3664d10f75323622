/** The checker's errors as plain data. */
import type { Diagnostic } from "./typescript.ts";

/** What the checker says of one place, with offsets into the file. */
export interface RawDiagnostic {
  code: number;
  message: string;
  start: number;
  end: number;
}

export function rawDiagnostic(diagnostic: Diagnostic): RawDiagnostic {
  return { code: diagnostic.code, message: chain(diagnostic).join("\n"), start: diagnostic.pos, end: diagnostic.end };
}

/** The message and the ones that explain it, each level indented. */
function chain(diagnostic: Diagnostic, depth = 0): string[] {
  return [
    "  ".repeat(depth) + diagnostic.text,
    ...(diagnostic.messageChain ?? []).flatMap((inner) => chain(inner, depth + 1)),
  ];
}

/** Whether the checker misses a module. */
export function isNotFound({ code }: RawDiagnostic): boolean {
  return notFound.has(code);
}

const notFound = new Set([2307, 2792, 2882, 7016]);
