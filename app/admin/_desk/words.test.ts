import { expect, it } from "vitest";
import { jobName } from "@/app/admin/_desk/words";
import { jobRegistry } from "@/lib/jobs/registry";

it("every kind of job has a name at the desk", () => {
  const nameless = Object.keys(jobRegistry).filter((kind) => jobName(kind) === kind);
  expect(nameless).toEqual([]);
});
