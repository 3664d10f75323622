import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("the memory of decoders that nobody holds any longer is given back", () => {
  const program = fileURLToPath(new URL("many-decoders.ts", import.meta.url));
  const args = ["--disable-warning=ExperimentalWarning", program];
  const mib = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as number[];
  // each hundred of them took 700 MiB
  expect(mib).toHaveLength(3);
  for (const each of mib) expect(each).toBeLessThan(400);
});
