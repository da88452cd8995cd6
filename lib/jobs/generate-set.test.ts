import { describe, expect, it } from "vitest";
import { shareDone } from "@/lib/jobs/generate-set";
import { jobRegistry } from "@/lib/jobs/registry";
import { GENERATE_SET_JOB } from "@/lib/stimuli/set-request";

describe("the share done of a set", () => {
  const course: [string, number, number][] = [
    ["A writes 20 clips", 1, 128],
    ["A writes 20 clips", 128, 128],
    ["B writes 20 clips", 64, 128],
    ["A writes 10 clips", 1, 128],
    ["B writes 10 clips", 128, 128],
    ["indexing 331708 events of the training text", 0, 1],
    ["rendering", 1, 34],
    ["rendering", 34, 34],
    ["encoding", 34, 34],
    // A set whose target was lowered is encoded again.
    ["encoding", 1, 34],
    ["writing scores", 34, 34],
  ];

  it("never goes back, and stays under 1 until the set is stored", () => {
    const shareOf = shareDone(2);
    const shares = course.map(([what, done, total]) => shareOf(what, done, total));
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(shares.at(-1)).toBeCloseTo(0.95, 12);
    expect(shares[1]).toBeCloseTo(0.275, 12);
  });
});

it("the worker knows the job", () => {
  expect(jobRegistry[GENERATE_SET_JOB]).toBeDefined();
});
