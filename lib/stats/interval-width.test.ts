import { describe, expect, it } from "vitest";
import { namedStream } from "@/lib/shared/rng";
import { crossedAnalysis } from "./crossed";
import { widestPrimaryInterval } from "./interval-width";
import type { RatingRow } from "./long-table";
import type { StudyAnalysisInput } from "./study-analysis";

const random = namedStream("interval width", "ratings");
const noise = Array.from({ length: 12 * 3 * 5 }, () => 4 * random.float());

/** 12 sessions rate 5 clips of 3 models; session 10 is not complete, session 11 is excluded. */
function input(shift: Record<string, number> = {}): StudyAnalysisInput {
  const rows = noise.map((value, i): RatingRow => {
    const [session, condition, clip] = [Math.floor(i / 15), "abc"[Math.floor(i / 5) % 3]!, i % 5];
    return {
      participant: `p${session}`,
      session: `s${session}`,
      condition,
      stimulus: `${condition}${clip}`,
      dimension: "harmony",
      rating: value + (session >= 10 ? 9 * clip : 0) + (shift[condition] ?? 0),
    };
  });
  const sessions = Array.from({ length: 12 }, (_, i) => ({
    id: `s${i}`,
    complete: i !== 10,
    excluded: i === 11,
    rules: [],
  }));
  const plan = {
    primary: "harmony",
    contrasts: [["a", "b"] as const, ["c", "b"] as const],
    dimensions: ["harmony", "reality"],
    alpha: 0.1,
    equivalenceMargin: null,
  };
  return { rows, sessions, rules: [], options: { plan } };
}

describe("the widest interval of the primary contrasts", () => {
  it("is that of the crossed analysis of the planned set at the plan's level", () => {
    const { rows } = input();
    const counted = rows.filter(({ session }) => Number(session!.slice(1)) < 10);
    const crossed = crossedAnalysis(counted, 0.9);
    if (crossed.kind === "none") throw new Error(crossed.reason);
    const widths = crossed.differences
      .filter(({ first, second }) => [first, second].includes("b"))
      .map(({ interval }) => interval.high - interval.low);
    expect(widths).toHaveLength(2);
    expect(widestPrimaryInterval(input())).toBeCloseTo(Math.max(...widths), 10);
  });

  it("tells nothing of where the means lie", () => {
    const shifted = widestPrimaryInterval(input({ a: 3, c: -2 }));
    expect(shifted).toBeCloseTo(widestPrimaryInterval(input())!, 6);
  });

  it("is null where it cannot be computed", () => {
    const { options, ...rest } = input();
    const plan = options.plan!;
    const width = (changed: Partial<typeof plan>, rows = rest.rows) =>
      widestPrimaryInterval({ ...rest, rows, options: { plan: { ...plan, ...changed } } });
    expect(width({ contrasts: [] })).toBeNull();
    expect(width({ contrasts: [...plan.contrasts, ["a", "d"]] })).toBeNull();
    expect(width({ primary: "reality" })).toBeNull();
    const same = rest.rows.map((row) => ({ ...row, rating: 3 }));
    expect(width({}, same)).toBeNull();
  });
});
