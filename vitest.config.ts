import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The long tests run with `npm run test:full` alone. */
const long = process.env.STUDY_FULL ? [] : ["**/*.full.test.ts"];

export default defineConfig({
  resolve: { alias: [{ find: /^@\//, replacement: root }] },
  test: {
    include: ["**/*.test.ts", "**/*.test.tsx"],
    exclude: ["node_modules/**", ".next*/**", ".data/**", ".cache/**", "tests/e2e/**", ...long],
    // A test that asserts nothing (a loop over an empty list, say) fails.
    expect: { requireAssertions: true },
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
  },
});
