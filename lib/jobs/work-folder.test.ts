import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { dropOldWork, withWorkFolder } from "@/lib/jobs/work-folder";

// Of its own: other tests' jobs work in the shared one.
const data = fs.mkdtempSync(path.join(os.tmpdir(), "work-folder-"));
vi.stubEnv("STUDY_DATA", data);
afterAll(() => {
  vi.unstubAllEnvs();
  fs.rmSync(data, { recursive: true });
});

it("a job's folder is empty at first and gone afterwards, also when the job fails", async () => {
  let lent = "";
  const failing = withWorkFolder("job_test", async (folder) => {
    lent = folder;
    expect(folder.startsWith(data)).toBe(true);
    expect(fs.readdirSync(folder)).toEqual([]);
    fs.writeFileSync(path.join(folder, "half"), "made");
    throw new Error("stopped");
  });
  await expect(failing).rejects.toThrow("stopped");
  expect(fs.existsSync(lent)).toBe(false);
});

it("what a killed worker left goes after a day, not before", async () => {
  await withWorkFolder("job_old", async (folder) => {
    expect(dropOldWork()).toBe(0);
    expect(fs.existsSync(folder)).toBe(true);
    expect(dropOldWork(Date.now() + 25 * 60 * 60 * 1000)).toBe(1);
    expect(fs.existsSync(folder)).toBe(false);
  });
});
