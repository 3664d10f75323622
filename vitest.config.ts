import { defineConfig } from "vitest/config";

/** Tiers by cost: `unit` touches neither disk nor processes, `integration` starts both. */
export default defineConfig({
  test: {
    setupFiles: ["test/setup.ts"],
    passWithNoTests: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: [
            "test/**/*.integration.test.ts",
            "test/**/*.lab.test.ts",
            "test/tools/**/*.tools.test.ts",
            "test/**/*.tfjs-node.test.ts",
          ],
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["test/**/*.integration.test.ts"],
          globalSetup: "test/packed-kernel.ts",
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: "tools",
          include: ["test/tools/**/*.tools.test.ts"],
          globalSetup: "test/packed-kernel.ts",
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
      {
        extends: true,
        test: {
          name: "tfjs-node",
          include: ["test/**/*.tfjs-node.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: "lab",
          include: ["test/lab/**/*.lab.test.ts"],
          globalSetup: "test/packed-kernel.ts",
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
