/** What package.json and package-lock.json must promise to every machine. */

export interface Package {
  version?: string;
  resolved?: string;
  integrity?: string;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
}

export interface Lock {
  packages: Record<string, Package>;
}

export interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  allowScripts?: Record<string, boolean>;
}

/** Optional packages, each the binary of one platform, that some package names and the lock does not hold. */
export function missingBinaries({ packages }: Lock): string[] {
  const problems: string[] = [];
  for (const [place, { optionalDependencies = {} }] of Object.entries(packages))
    for (const [name, range] of Object.entries(optionalDependencies)) {
      const found = resolve(packages, place, name);
      if (found === undefined) problems.push(`${place}: ${name} ${range} is not in the lock`);
      // a range is npm's to judge; an exact version, which is what binaries are named with, is ours
      else if (/^\d+\.\d+\.\d+[^ ]*$/.test(range) && packages[found]!.version !== range)
        problems.push(`${place}: ${name} is ${packages[found]!.version} in the lock, ${range} is asked for`);
    }
  return problems;
}

/** Where Node would find `name` from `place`: the nearest node_modules above. */
function resolve(packages: Lock["packages"], place: string, name: string): string | undefined {
  const parts = place === "" ? [] : place.split("/node_modules/");
  for (let depth = parts.length; depth >= 0; depth--) {
    const candidate = [...parts.slice(0, depth), name].join("/node_modules/");
    const path = depth === 0 ? `node_modules/${name}` : candidate;
    if (Object.hasOwn(packages, path)) return path;
  }
  return undefined;
}

/** Packages with an install script about which nothing is decided, and decisions about nothing. */
export function scriptProblems({ packages }: Lock, { allowScripts = {} }: Manifest): string[] {
  const withScript = new Set(
    Object.entries(packages)
      .filter(([, entry]) => entry.hasInstallScript)
      .map(([place]) => nameOf(place)),
  );
  const undecided = [...withScript].filter((name) => typeof allowScripts[name] !== "boolean");
  const needless = Object.keys(allowScripts).filter((name) => !withScript.has(name));
  return [
    ...undecided.map((name) => `${name}: has an install script that allowScripts does not name`),
    ...needless.map((name) => `${name}: is named in allowScripts, but has no install script`),
  ];
}

function nameOf(place: string): string {
  return place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
}

/** Dependencies that are not one exact version, or whose lock says another. */
export function pinProblems({ packages }: Lock, manifest: Manifest): string[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies }).flatMap(([name, version]) => {
    if (!/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)) return [`${name}: ${version} is not one exact version`];
    const locked = packages[`node_modules/${name}`]?.version;
    return locked === version ? [] : [`${name}: package.json says ${version}, the lock ${locked ?? "nothing"}`];
  });
}

/** Entries that name a host to download from: the lock must work with any registry. */
export function hostProblems({ packages }: Lock): string[] {
  return Object.entries(packages)
    .filter(([, { resolved }]) => resolved !== undefined)
    .map(([place, { resolved }]) => `${place}: names ${resolved}`);
}

/** Entries whose content nothing vouches for. The first is the project itself. */
export function integrityProblems({ packages }: Lock): string[] {
  return Object.entries(packages)
    .filter(([place, { integrity }]) => place !== "" && !integrity?.startsWith("sha512-"))
    .map(([place]) => `${place}: has no sha512`);
}
