import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { lookAtCheckpoints } from "./learning";
import { lookAtNode } from "./machine";
import { migrationFinding } from "./storage";

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "study-doctor-"));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test.each([
  ["18.20.0", "broken"],
  ["20.8.1", "broken"],
  ["20.9.0", "right"],
  ["22.1.0", "right"],
  ["24.0.0", "note"],
])("Node %s is %s", (version, status) => {
  expect(lookAtNode(version).status).toBe(status);
});

test.each([
  [4, 4, "right"],
  [2, 4, "note"],
  [5, 4, "broken"],
])("%i migrations done of %i known: %s", (done, known, status) => {
  expect(migrationFinding(done, known).status).toBe(status);
});

test("a checkpoint without its meta file, or none at all, is broken and says what to do", () => {
  expect(lookAtCheckpoints(folder)[0]).toMatchObject({ status: "broken" });
  fs.mkdirSync(path.join(folder, "bach", "LSTM"), { recursive: true });
  const [finding] = lookAtCheckpoints(folder);
  expect(finding).toMatchObject({ subject: "checkpoint bach/LSTM", status: "broken" });
  expect(finding?.next).toContain("checkpoints/bach/LSTM");
});
