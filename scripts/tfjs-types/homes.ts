/**
 * Where each thing is declared in the flat file: under the name that `import * as tf` gives it, be it `Tensor` or
 * `data.Dataset`; or, if it gives none, at the top under a name that is nobody else's.
 */
import { isModule } from "./source.ts";
import type { Source, ts } from "./source.ts";

/** A name that the package gives away. */
export interface Place {
  /** The namespaces around it, outermost first. */
  path: string[];
  name: string;
  symbol: ts.Symbol;
}

export interface Homes {
  /** Every name given away, the namespaces excepted, with what it stands for. */
  places: Place[];
  /** How `symbol` is called from the file's top. */
  nameOf(symbol: ts.Symbol): string;
  isGivenAway(symbol: ts.Symbol): boolean;
  /** Whether this is the place where the symbol is declared, not another name for it. */
  isHome(place: Place): boolean;
  /** What was asked for and is not given away, in the order of asking. */
  hidden: Map<ts.Symbol, string>;
}

export function findHomes(source: Source): Homes {
  const places: Place[] = [];
  const homes = new Map<ts.Symbol, Place>();
  const names = new Set<string>();

  // level by level, so that a short name wins
  let level = source.exports.map((each) => ({ path: [] as string[], each }));
  while (level.length > 0) {
    const next: typeof level = [];
    for (const { path, each } of level) {
      const symbol = source.resolve(each);
      const place = { path, name: each.name, symbol };
      names.add(each.name);
      if (isModule(symbol) && !homes.has(symbol)) {
        homes.set(symbol, place);
        const inside = source.checker.getExportsOfModule(symbol);
        next.push(...inside.map((member) => ({ path: [...path, place.name], each: member })));
      } else {
        places.push(place);
        if (!homes.has(symbol)) homes.set(symbol, place);
      }
    }
    level = next;
  }

  const hidden = new Map<ts.Symbol, string>();
  return {
    places,
    hidden,
    isGivenAway: (symbol) => homes.has(symbol),
    isHome: (place) => homes.get(place.symbol) === place,
    nameOf(symbol) {
      const home = homes.get(symbol);
      if (home) return [...home.path, home.name].join(".");
      const known = hidden.get(symbol);
      if (known) return known;
      let name = symbol.name;
      for (let n = 1; names.has(name); n++) name = `${symbol.name}_${n}`;
      names.add(name);
      hidden.set(symbol, name);
      return name;
    },
  };
}
