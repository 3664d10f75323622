/** What is downloaded and built for a platform, and the tools that this takes. */
import { spawnSync } from "node:child_process";
import { SetupError } from "./failure.ts";

export interface Recipe {
  /** The wheel whose C++ libraries are used; nothing of Python in it is. */
  wheel: { name: string; version: string; platform: string; sha256: string };
  /** Its libraries: the interface, then what that needs. */
  libraries: readonly [string, string];
  /** How the addon names the folder that it lies in. */
  origin: string;
  /** What the compiler is told besides. */
  flags: readonly string[];
}

const version = "2.18.1";
const linux = {
  libraries: ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"],
  origin: "$ORIGIN",
  flags: [],
} as const;

// the newest version that was tried whole; a wheel for one Python is as good as one for another
const recipes: Readonly<Record<string, Recipe>> = {
  "linux-x64": {
    wheel: {
      name: "tensorflow-cpu",
      version,
      platform: "manylinux2014_x86_64",
      sha256: "810c75d7149d2da0cb2092187817b0dcabb80728ca9f9cf3a61f3f42fadd1298",
    },
    ...linux,
  },
  "linux-arm64": {
    wheel: {
      name: "tensorflow",
      version,
      platform: "manylinux2014_aarch64",
      sha256: "8a6485edd2148f70d011dbd1d8dc2c775e91774a5a159466e83d0d1f21580944",
    },
    ...linux,
  },
  "darwin-arm64": {
    wheel: {
      name: "tensorflow",
      version,
      platform: "macosx_12_0_arm64",
      sha256: "661029cd769b311db910b79a3a6ef50a5a61ecc947172228c777a49989722508",
    },
    libraries: ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"],
    origin: "@loader_path",
    flags: ["-undefined", "dynamic_lookup"],
  },
};

/** @throws {SetupError} Where TensorFlow offers no C++ library. */
export function recipeFor(platform: string): Recipe {
  const recipe = recipes[platform];
  if (recipe) return recipe;
  const known = Object.keys(recipes).join(", ");
  throw new SetupError(`TensorFlow's packages hold a C++ library for ${known} only, and this is ${platform}.`);
}

/** The words that run each tool. */
export interface Tools {
  compiler: readonly string[];
  unzip: readonly string[];
  pip: readonly string[];
}

/** Whether a program with these words starts and ends well. */
export type Probe = (command: readonly string[]) => boolean;

const runs: Probe = ([program, ...rest]) => spawnSync(program!, rest, { stdio: "ignore" }).status === 0;

/** @throws {SetupError} With all that is missing, and how to get it. */
export function findTools(env: NodeJS.ProcessEnv, probe: Probe = runs): Tools {
  const compilers = env.CXX ? [env.CXX] : ["g++", "c++", "clang++"];
  const pips = [["python3", "-m", "pip"], ["python", "-m", "pip"], ["uvx", "pip"], ["pip3"], ["pip"]];
  const compiler = compilers.find((name) => probe([name, "--version"]));
  const unzip = probe(["unzip", "-v"]) ? "unzip" : undefined;
  const pip = pips.find((command) => probe([...command, "--version"]));
  const missing = [
    ...(compiler ? [] : [`a C++ compiler (${compilers.join(", ")}; Debian and Ubuntu: sudo apt install g++)`]),
    ...(unzip ? [] : ["unzip (Debian and Ubuntu: sudo apt install unzip)"]),
    ...(pip ? [] : ["pip or uv, to download TensorFlow (Debian and Ubuntu: sudo apt install python3-pip)"]),
  ];
  if (!compiler || !unzip || !pip) throw new SetupError(`Missing: ${missing.join("; ")}.`);
  return { compiler: [compiler], unzip: [unzip], pip };
}
