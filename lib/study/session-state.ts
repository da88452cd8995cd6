import { assertNever } from "@/lib/shared/invariant";

/** What lies ahead of a session, fixed when it starts. */
export interface SessionPlan {
  sound: boolean;
  /** Attempts at the headphone screen and whether failing ends the session; null = no screen. */
  headphones: { attempts: number; screenOut: boolean } | null;
  /** Wrong sound checks that end the session; null = never. */
  soundMisses: number | null;
  /** Practice trials. */
  practice: number;
  /** Trials after practice: main, repeat and catch. */
  trials: number;
  /** Trials (from 1) before which a pause is shown. */
  pauseBefore: readonly number[];
  questions: boolean;
  /** Trials after practice that must be rated for the session to count as complete; at least 1. */
  leastRated: number;
}

/** Why a session ended that did not pass a check, or in which too little was heard. */
export type ScreenedOutReason = "headphones" | "sound" | "age" | "unheard";

/** Where a session stands. `trial` and `practice` count from 1. */
export type SessionState =
  | { kind: "consent" }
  | { kind: "sound"; misses: number }
  | { kind: "headphones"; attempt: number }
  | { kind: "practice"; trial: number }
  | { kind: "pause"; trial: number }
  | { kind: "trial"; trial: number }
  | { kind: "questions" }
  | { kind: "done" }
  | { kind: "declined" }
  | { kind: "screened-out"; reason: ScreenedOutReason }
  | { kind: "withdrawn" };

/** A trial was rated, or passed over. */
interface TrialFinished {
  kind: "trial finished";
  part: "practice" | "trial";
  trial: number;
  /** Trials after practice that are rated by now. */
  rated: number;
}

/** What can happen to a session. */
export type SessionEvent =
  | { kind: "consented" }
  | { kind: "declined" }
  | { kind: "under age" }
  | { kind: "sound heard" }
  | { kind: "sound missed" }
  | { kind: "screen passed" }
  | { kind: "screen failed" }
  | TrialFinished
  | { kind: "pause ended"; trial: number }
  | { kind: "questions answered" }
  | { kind: "withdrew" };

/**
 * The next state of a session. An event that does not belong to the state (sent twice, from a
 * second tab, after going back) leaves it as it is: the very same object comes back.
 */
export function nextState(
  plan: SessionPlan,
  state: SessionState,
  event: SessionEvent,
): SessionState {
  switch (event.kind) {
    case "consented":
      return state.kind === "consent" ? afterConsent(plan) : state;
    case "declined":
      return state.kind === "consent" ? { kind: "declined" } : state;
    case "under age":
      return state.kind === "consent" ? { kind: "screened-out", reason: "age" } : state;
    case "sound heard":
      return state.kind === "sound" ? afterSound(plan) : state;
    case "sound missed":
      return state.kind === "sound" ? soundMissed(plan, state.misses + 1) : state;
    case "screen passed":
      return state.kind === "headphones" ? afterScreen(plan) : state;
    case "screen failed":
      return state.kind === "headphones" ? screenFailed(plan, state.attempt) : state;
    case "trial finished":
      return trialFinished(plan, state, event);
    case "pause ended":
      return state.kind === "pause" && state.trial === event.trial
        ? { kind: "trial", trial: state.trial }
        : state;
    case "questions answered":
      return state.kind === "questions" ? { kind: "done" } : state;
    case "withdrew":
      return { kind: "withdrawn" };
    default:
      return assertNever(event);
  }
}

function afterConsent(plan: SessionPlan): SessionState {
  return plan.sound ? { kind: "sound", misses: 0 } : afterSound(plan);
}

function afterSound(plan: SessionPlan): SessionState {
  return plan.headphones ? { kind: "headphones", attempt: 1 } : afterScreen(plan);
}

function soundMissed(plan: SessionPlan, misses: number): SessionState {
  const over = plan.soundMisses !== null && misses >= plan.soundMisses;
  return over ? { kind: "screened-out", reason: "sound" } : { kind: "sound", misses };
}

function screenFailed(plan: SessionPlan, attempt: number): SessionState {
  if (plan.headphones && attempt < plan.headphones.attempts) {
    return { kind: "headphones", attempt: attempt + 1 };
  }
  return plan.headphones?.screenOut
    ? { kind: "screened-out", reason: "headphones" }
    : afterScreen(plan);
}

function afterScreen(plan: SessionPlan): SessionState {
  return plan.practice > 0 ? { kind: "practice", trial: 1 } : beforeTrial(plan, 1);
}

function trialFinished(plan: SessionPlan, state: SessionState, event: TrialFinished): SessionState {
  if (state.kind === "practice" && event.part === "practice" && state.trial === event.trial) {
    return event.trial < plan.practice
      ? { kind: "practice", trial: event.trial + 1 }
      : beforeTrial(plan, 1);
  }
  if (state.kind === "trial" && event.part === "trial" && state.trial === event.trial) {
    const last = event.trial >= plan.trials;
    // Nobody who heard (almost) nothing is asked on, or counted as complete.
    if (last && event.rated < plan.leastRated) return { kind: "screened-out", reason: "unheard" };
    return beforeTrial(plan, event.trial + 1);
  }
  return state;
}

function beforeTrial(plan: SessionPlan, trial: number): SessionState {
  if (trial > plan.trials) return plan.questions ? { kind: "questions" } : { kind: "done" };
  return { kind: plan.pauseBefore.includes(trial) ? "pause" : "trial", trial };
}

/** Whether a session has ended for good. */
export function isOver(state: SessionState): boolean {
  switch (state.kind) {
    case "done":
    case "declined":
    case "screened-out":
    case "withdrawn":
      return true;
    case "consent":
    case "sound":
    case "headphones":
    case "practice":
    case "pause":
    case "trial":
    case "questions":
      return false;
    default:
      return assertNever(state);
  }
}
