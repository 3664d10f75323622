/** Files in which any one thing is something else: what a reader of files from elsewhere must refuse by name, or read. */
import { rng } from "../lib/core/index.ts";

/** What a part may turn into. */
const instead: readonly unknown[] = [null, true, 7, -1, 1.5, "x", "", [], {}, [1], [["a", "b"]], { a: 1 }];

type Path = readonly (string | number)[];

/** Every place in a JSON value, the whole included; of long lists and tables the first, some, and the last. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const some = keys.length > 12 ? [...keys.slice(0, 2), ...rng(1).shuffle(keys).slice(0, 6), keys.at(-1)!] : keys;
  return [at, ...some.flatMap((key) => placesIn((value as Record<string, unknown>)[key], [...at, key]))];
}

function replaced(value: unknown, at: Path, by: unknown): unknown {
  const [key, ...rest] = at;
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

/** Where reading `json` with one part replaced ends neither well nor with an error that says what was expected and what came. */
export function breaksAt(json: unknown, read: (text: string) => unknown): string[] {
  return placesIn(json).flatMap((place) =>
    instead.flatMap((value) => {
      try {
        read(JSON.stringify(replaced(json, place, value)));
        return [];
      } catch (error) {
        const isNamed = !(error instanceof TypeError) && /^[^\n]*: expected .*, got /su.test((error as Error).message);
        if (isNamed) return [];
        return [`${place.join(".")} = ${JSON.stringify(value)}: ${String(error).split("\n")[0]}`];
      }
    }),
  );
}
