import { describe, expect, it } from "vitest";
import { GENERATE_SET_SHARES } from "@/lib/jobs/generate-set";
import { SET_FROM_UPLOAD_SHARES } from "@/lib/jobs/set-from-upload";
import { shareDone } from "@/lib/jobs/share-done";
import type { Progress } from "@/lib/shared/progress";

const at = (stage: string, done: number, total: number): Progress => ({ stage, done, total });

describe("the share done of a job", () => {
  const course = [
    at("sampling", 10, 40),
    at("sampling", 40, 40),
    // More primers were needed: sampling begins again.
    at("sampling", 5, 20),
    at("indexing", 0, 331_708),
    at("rendering", 1, 34),
    at("rendering", 34, 34),
    at("encoding", 34, 34),
    // A set whose target was lowered is encoded again.
    at("encoding", 1, 34),
    at("scoring", 34, 34),
    at("storing", 0, 1),
  ];

  it("never goes back, and stays under 1 until the set is stored", () => {
    const shareOf = shareDone(GENERATE_SET_SHARES);
    const shares = course.map(shareOf);
    expect([...shares].sort((a, b) => a - b)).toEqual(shares);
    expect(shares[0]).toBeCloseTo(GENERATE_SET_SHARES.sampling / 4, 12);
    expect(shares[2]).toBe(shares[1]);
    expect(shares.at(-1)).toBeCloseTo(1 - GENERATE_SET_SHARES.storing, 12);
  });

  it("of every kind sums to 1", () => {
    for (const shares of [GENERATE_SET_SHARES, SET_FROM_UPLOAD_SHARES]) {
      expect(Object.values(shares).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    }
  });

  it("is that of the stage itself where a job names no shares", () => {
    const shareOf = shareDone();
    expect([at("a", 1, 4), at("b", 2, 4), at("c", 0, 0)].map(shareOf)).toEqual([0.25, 0.5, 0.5]);
  });
});
