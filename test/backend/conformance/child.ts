/** A process that runs some files of the suite and tells of each spec as it starts and ends. See run.ts. */
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type * as Subject from "./subject.ts";

export interface Task {
  bundle: string;
  backend: "cpu" | "onnx";
  files: string[];
  /** Specs that are not run again. */
  skip: string[];
}

export interface Outcome {
  /** File and full name, with a number if several have the same. */
  spec: string;
  file: string;
  /** Undefined if it passed. */
  failure: string | undefined;
  /** How often each kernel was left to the cpu backend. */
  fallbacks: Record<string, number>;
}

export type Message = { started: string } | { done: Outcome } | { finished: true };

/** The little of jasmine that is used here. */
interface Spec {
  id: string;
  getFullName(): string;
}
interface SpecResult {
  id: string;
  status: string;
  failedExpectations: { message: string }[];
}
interface Jasmine {
  installGlobals(target: object): void;
}
interface Environment {
  configure(options: object): void;
  addReporter(reporter: object): void;
  execute(): Promise<unknown>;
}
type Globals = Record<"it" | "xit", (...args: unknown[]) => Spec> & {
  jasmine: { DEFAULT_TIMEOUT_INTERVAL: number; getEnv(): Environment };
};

process.once("message", (task: Task) => void run(task));

async function run({ bundle, backend, files, skip }: Task): Promise<void> {
  const globals = globalThis as unknown as Globals;
  (createRequire(import.meta.url)("jasmine-core") as Jasmine).installGlobals(globals);
  globals.jasmine.DEFAULT_TIMEOUT_INTERVAL = 20_000;
  const environment = globals.jasmine.getEnv();

  let file = "";
  const specs = new Map<string, { spec: string; file: string }>();
  const seen = new Map<string, number>();
  for (const name of ["it", "xit"] as const) {
    const original = globals[name];
    globals[name] = (...args) => {
      const made = original(...args);
      // the suite puts the backend's name and its flags between the two parts; neither is said here
      const full = `${file.replace(/_test\.js$/, "")}: ${made.getFullName().replace(/ {2}\{\} /, " › ")}`;
      const count = (seen.get(full) ?? 0) + 1;
      seen.set(full, count);
      specs.set(made.id, { spec: count > 1 ? `${full} (${count})` : full, file });
      return made;
    };
  }

  const skipped = new Set(skip);
  const load = (name: string): Promise<unknown> => import(pathToFileURL(path.join(bundle, name)).href);
  const subject = (await load("subject.js")) as typeof Subject;
  subject.useBackend(backend);
  environment.configure({
    random: false,
    forbidDuplicateNames: false,
    specFilter: ({ id }: Spec) => !skipped.has(specs.get(id)!.spec),
  });
  for (file of files) await load(file);

  environment.addReporter({
    specStarted: ({ id }: SpecResult) => send({ started: specs.get(id)!.spec }),
    specDone: ({ id, status, failedExpectations }: SpecResult) => {
      if (status !== "passed" && status !== "failed") return;
      const failure = status === "failed" ? failedExpectations.map(({ message }) => message).join("\n") : undefined;
      send({ done: { ...specs.get(id)!, failure, fallbacks: subject.fallbackCounts() } });
    },
  });
  await environment.execute();
  process.send!({ finished: true } satisfies Message, () => process.exit());
}

function send(message: Message): void {
  process.send!(message);
}
