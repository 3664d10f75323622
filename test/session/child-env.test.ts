import { expect, test } from "vitest";
import { childEnv } from "../../lib/session/child-env.ts";

const options = (NODE_OPTIONS: string): string | undefined => childEnv({ NODE_OPTIONS })["NODE_OPTIONS"];

// the forms are those of Node's documentation: "Command-line API", `NODE_OPTIONS`
test.each([
  ["--inspect", ""],
  ["--inspect-brk=127.0.0.1:0", ""],
  ["--inspect-wait --max-old-space-size=64", "--max-old-space-size=64"],
  ["--inspect-port 9230 --no-warnings", "--no-warnings"],
  ["--inspect_port 9230 --no-warnings", "--no-warnings"],
  ["--debug-port=9230 --frozen-intrinsics --trace-warnings", "--trace-warnings"],
  ['--require "./my \\"own\\" file.js" "--inspect=0"', '--require "./my \\"own\\" file.js"'],
  ['--require "./a --inspect b.js"', '--require "./a --inspect b.js"'],
  ["--max-old-space-size=64", "--max-old-space-size=64"],
  ["", ""],
])("of NODE_OPTIONS=%s, %s is left", (given, left) => {
  expect(options(given)).toBe(left);
});

test("what a forked process is given is not passed on, and all else is", () => {
  const env = { NODE_CHANNEL_FD: "3", NODE_UNIQUE_ID: "1", NODE_CHANNEL_SERIALIZATION_MODE: "json", PATH: "/bin" };
  expect(childEnv(env)).toEqual({ PATH: "/bin" });
});
