import { defineConfig } from "vitest/config";

/** The unit tests of one folder, as Stryker runs them for every mutant: MUTATED names the folder. */
export default defineConfig({
  test: {
    setupFiles: ["test/setup.ts", "test/mutation/setup.ts"],
    include: [`test/${process.env.MUTATED}/**/*.test.ts`],
    exclude: ["test/**/*.integration.test.ts", "test/**/*.tfjs-node.test.ts"],
    // instrumented code is several times slower
    testTimeout: 60_000,
  },
});
