import fs from "node:fs";

/** @typedef {{passed: number, failed: number, skipped: number}} Counts */

/** Counts of one check that is no test runner: lint, types. */
export function oneCheck(code) {
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

/**
 * Counts of a Vitest run.
 * @param {string} file its JSON report
 * @param {number} code its exit code
 * @returns {Counts}
 */
export function vitestCounts(file, code) {
  const report = read(file);
  if (!report) return oneCheck(1);
  // A file that could not be loaded has no tests to report: it counts as one that failed.
  const broken = report.testResults.filter(
    (one) => one.status === "failed" && one.assertionResults.every((t) => t.status !== "failed"),
  );
  const passed = report.numPassedTests;
  const failed = report.numFailedTests + broken.length;
  return honest({ passed, failed, skipped: report.numPendingTests + report.numTodoTests }, code);
}

/**
 * Counts of a Playwright run; a test that passed only at its second attempt counts as failed.
 * @param {string} file its JSON report
 * @param {number} code its exit code
 * @returns {Counts}
 */
export function playwrightCounts(file, code) {
  const report = read(file);
  if (!report) return oneCheck(1);
  const { expected, unexpected, flaky, skipped } = report.stats;
  return honest({ passed: expected, failed: unexpected + flaky, skipped }, code);
}

/** A runner that failed, or found no tests at all, has at least one failure. */
function honest(counts, code) {
  const none = counts.passed + counts.failed + counts.skipped === 0;
  const silent = code !== 0 && counts.failed === 0;
  return none || silent ? { ...counts, failed: counts.failed + 1 } : counts;
}

function read(file) {
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, "utf8")) : undefined;
}

/** The sum of several counts. */
export function sum(all) {
  const add = (key) => all.reduce((total, one) => total + one[key], 0);
  return { passed: add("passed"), failed: add("failed"), skipped: add("skipped") };
}

/** The one line on which a test run ends. */
export function lastLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
