import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  isOver,
  nextState,
  type SessionEvent,
  type SessionPlan,
  type SessionState,
} from "@/lib/study/session-state";

const PLAN: SessionPlan = {
  sound: true,
  headphones: { attempts: 2, screenOut: true },
  soundMisses: 3,
  practice: 2,
  trials: 5,
  pauseBefore: [1, 4],
  questions: true,
  leastRated: 1,
};

/** The event that leads on from a state. */
function onward(state: SessionState): SessionEvent | null {
  switch (state.kind) {
    case "consent":
      return { kind: "consented" };
    case "sound":
      return { kind: "sound heard" };
    case "headphones":
      return { kind: "screen passed" };
    case "practice":
      return { kind: "trial finished", part: "practice", trial: state.trial, rated: 0 };
    case "trial":
      return { kind: "trial finished", part: "trial", trial: state.trial, rated: state.trial };
    case "pause":
      return { kind: "pause ended", trial: state.trial };
    case "questions":
      return { kind: "questions answered" };
    default:
      return null;
  }
}

function walk(plan: SessionPlan): string[] {
  let state: SessionState = { kind: "consent" };
  const seen: string[] = [];
  for (let event = onward(state); event; event = onward(state)) {
    seen.push("trial" in state ? `${state.kind} ${state.trial}` : state.kind);
    state = nextState(plan, state, event);
  }
  return [...seen, state.kind];
}

describe("nextState", () => {
  it("a session in which too little was rated ends before the questions, and is not complete", () => {
    const last = { kind: "trial" as const, trial: 5 };
    const ended = (rated: number, leastRated: number) =>
      nextState({ ...PLAN, leastRated }, last, {
        kind: "trial finished",
        part: "trial",
        trial: 5,
        rated,
      });
    expect(ended(0, 1)).toEqual({ kind: "screened-out", reason: "unheard" });
    expect(ended(1, 1)).toEqual({ kind: "questions" });
    expect(ended(3, 4)).toEqual({ kind: "screened-out", reason: "unheard" });
    expect(ended(4, 4)).toEqual({ kind: "questions" });
  });

  it("leads through every page in order", () => {
    expect(walk(PLAN)).toEqual([
      ...["consent", "sound", "headphones", "practice 1", "practice 2", "pause 1"],
      ...["trial 1", "trial 2", "trial 3", "pause 4", "trial 4", "trial 5", "questions", "done"],
    ]);
    const short = {
      ...PLAN,
      sound: false,
      headphones: null,
      practice: 0,
      pauseBefore: [],
      questions: false,
      trials: 1,
    };
    expect(walk(short)).toEqual(["consent", "trial 1", "done"]);
  });

  it("ends after too many misses, and only then", () => {
    const missed = (misses: number) =>
      nextState(PLAN, { kind: "sound", misses }, { kind: "sound missed" });
    expect(missed(1)).toEqual({ kind: "sound", misses: 2 });
    expect(missed(2)).toEqual({ kind: "screened-out", reason: "sound" });
    const failed = (attempt: number, screenOut: boolean) =>
      nextState(
        { ...PLAN, headphones: { attempts: 2, screenOut } },
        { kind: "headphones", attempt },
        { kind: "screen failed" },
      );
    expect(failed(1, true)).toEqual({ kind: "headphones", attempt: 2 });
    expect(failed(2, true)).toEqual({ kind: "screened-out", reason: "headphones" });
    expect(failed(2, false)).toEqual({ kind: "practice", trial: 1 });
  });

  const trial = fc.integer({ min: 0, max: 7 });
  const anyEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
    fc.constantFrom<SessionEvent>(
      ...(
        [
          "consented",
          "declined",
          "under age",
          "sound heard",
          "sound missed",
          "screen passed",
          "screen failed",
        ] as const
      ).map((kind) => ({ kind })),
      { kind: "questions answered" },
    ),
    fc.record({
      kind: fc.constant("trial finished" as const),
      part: fc.constantFrom("practice" as const, "trial" as const),
      trial,
      rated: fc.constant(PLAN.trials),
    }),
    fc.record({ kind: fc.constant("pause ended" as const), trial }),
  );

  it("never goes back and never skips a trial, whatever is sent in whatever order", () => {
    const place = (state: SessionState) =>
      walk(PLAN).indexOf("trial" in state ? `${state.kind} ${state.trial}` : state.kind);
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 80 }), (events) => {
        let state: SessionState = { kind: "consent" };
        for (const event of events) {
          const next = nextState(PLAN, state, event);
          if (isOver(state)) expect(next).toBe(state);
          if (next !== state && !isOver(next)) {
            expect([0, 1]).toContain(place(next) - place(state));
          }
          state = next;
        }
      }),
      { numRuns: 400, seed: 3 },
    );
  });

  it("is withdrawn from anywhere", () => {
    expect(nextState(PLAN, { kind: "done" }, { kind: "withdrew" })).toEqual({ kind: "withdrawn" });
    expect(nextState(PLAN, { kind: "trial", trial: 3 }, { kind: "withdrew" })).toEqual({
      kind: "withdrawn",
    });
  });
});
