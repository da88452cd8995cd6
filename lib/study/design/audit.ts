import { assignmentOf } from "@/lib/study/design/assignment";
import type { StoredDesign, StoredSession, StoredTrial } from "@/lib/study/design/audit-records";
import type { DesignInput } from "@/lib/study/design/design-input";
import {
  type ClassGap,
  exposureClasses,
  exposureGaps,
  replayExposure,
} from "@/lib/study/design/exposure-audit";

/** What the design audit found. */
export interface DesignAudit {
  /** Every rule holds. */
  ok: boolean;
  orders: {
    checked: number;
    /** Sessions whose stored order is not the one that follows from the seed. */
    different: { session: string; what: string }[];
  };
  neighbours: {
    /** Longest run of one model that the rules allow (2 where two models are compared). */
    allowedRun: number;
    /** Places where a run is longer. */
    forbidden: number;
  };
  items: {
    /** Smallest distance between two stimuli of one item; null where no item comes twice. */
    smallestDistance: number | null;
    /** Trials that must lie further apart than this, where the numbers allow it. */
    asked: number;
  };
  repeats: { smallestDistance: number | null; asked: number };
  exposure: {
    /** Over sessions that count: complete and not excluded. */
    counted: ClassGap[];
    /** Over slots that are held or used up. */
    held: ClassGap[];
    /** Returned slots that wait for a new participant. */
    returnedWaiting: number;
    /** The quota is full: every slot was used up by a completed session. */
    full: boolean;
    /** Moments at which the gap was larger than 1 + the returned slots waiting. */
    violations: number;
    moments: number;
  };
  groups: { group: string; sessions: number }[];
  /** Model trials by model (rows) and fifth of the session (columns), over sessions that count. */
  places: { condition: string; counts: number[] }[];
}

/** Columns of the table of places. */
const FIFTHS = 5;

/** Recomputes all that the design promises from what is stored. */
export function auditDesign(input: DesignInput, stored: StoredDesign): DesignAudit {
  const { sessions, slots } = stored;
  const different = sessions.flatMap((session) => differencesOf(input, session));
  const allowedRun = input.trials.models.length === 2 ? 2 : 1;
  const forbidden = sessions.reduce((sum, s) => sum + forbiddenRuns(input, s, allowedRun), 0);
  const counted = sessions.filter((session) => session.counts);
  const classes = exposureClasses(input);
  const replay = replayExposure(input, classes, stored.events);
  const held = slots.filter((slot) => slot.status !== "free").map((slot) => slot.number);
  const returnedWaiting = slots.filter((slot) => slot.status === "free" && slot.returned).length;
  return {
    ok: different.length === 0 && forbidden === 0 && replay.violations === 0,
    orders: { checked: sessions.length, different },
    neighbours: { allowedRun, forbidden },
    items: {
      smallestDistance: smallest(sessions.map((s) => itemDistance(input, s))),
      asked: input.trials.itemDistance,
    },
    repeats: {
      smallestDistance: smallest(sessions.map(repeatDistance)),
      asked: input.trials.repeatDistance,
    },
    exposure: {
      counted: exposureGaps(
        input,
        classes,
        counted.map((session) => session.slot),
      ),
      held: exposureGaps(input, classes, held),
      returnedWaiting,
      full: slots.every((slot) => slot.status === "done"),
      violations: replay.violations,
      moments: replay.moments,
    },
    groups: groupCounts(input, counted),
    places: places(input, counted),
  };
}

function differencesOf(
  input: DesignInput,
  session: StoredSession,
): { session: string; what: string }[] {
  const planned = assignmentOf(input, session.slot, session.startLanguage);
  const differences: string[] = [];
  const expected = [...planned.practice, ...planned.trials];
  if (String(outline(expected)) !== String(outline(session.trials))) differences.push("trials");
  if (session.group !== planned.group) differences.push("group");
  if (session.dimensionOrder.join() !== planned.dimensionOrder.join())
    differences.push("order of dimensions");
  return differences.map((what) => ({ session: session.id, what }));
}

/** One line a trial, in the order of presentation. */
function outline(trials: readonly StoredTrial[]): string[] {
  const part = (trial: StoredTrial) => (trial.kind === "practice" ? 0 : 1);
  return [...trials]
    .sort((a, b) => part(a) - part(b) || a.position - b.position)
    .map(({ kind, position, block, stimulus, repeatOf }) =>
      [kind, position, block, stimulus, repeatOf ?? "-"].join(" "),
    );
}

function mainPart(session: StoredSession) {
  return session.trials
    .filter((trial) => trial.kind !== "practice")
    .sort((a, b) => a.position - b.position);
}

function lookup(input: DesignInput) {
  return new Map(input.stimuli.map((stimulus) => [stimulus.id, stimulus]));
}

function forbiddenRuns(input: DesignInput, session: StoredSession, allowed: number): number {
  const known = lookup(input);
  const conditions = mainPart(session).map((trial) =>
    trial.kind === "catch" ? "" : known.get(trial.stimulus)?.condition,
  );
  return conditions.filter((condition, at) => {
    const run = conditions.slice(Math.max(0, at - allowed), at + 1);
    return run.length > allowed && condition !== "" && run.every((other) => other === condition);
  }).length;
}

function itemDistance(input: DesignInput, session: StoredSession): number | null {
  const known = lookup(input);
  const last = new Map<string, { position: number; stimulus: string }>();
  let found: number | null = null;
  for (const { kind, position, stimulus } of mainPart(session)) {
    const item = known.get(stimulus)?.item;
    if (kind === "catch" || item === undefined) continue;
    const before = last.get(item);
    if (before) found = Math.min(found ?? Number.POSITIVE_INFINITY, position - before.position);
    last.set(item, { position, stimulus });
  }
  return found;
}

function repeatDistance(session: StoredSession): number | null {
  return smallest(
    session.trials.map((trial) =>
      trial.repeatOf === null ? null : trial.position - trial.repeatOf,
    ),
  );
}

function smallest(values: readonly (number | null)[]): number | null {
  const numbers = values.filter((value) => value !== null);
  return numbers.length > 0 ? numbers.reduce((a, b) => Math.min(a, b)) : null;
}

function groupCounts(input: DesignInput, sessions: readonly StoredSession[]) {
  return input.groups.map(({ id }) => ({
    group: id,
    sessions: sessions.filter((session) => session.group === id).length,
  }));
}

function places(input: DesignInput, sessions: readonly StoredSession[]) {
  const known = lookup(input);
  return input.trials.models.map(({ condition }) => {
    const counts = Array.from({ length: FIFTHS }, () => 0);
    for (const session of sessions) {
      const models = mainPart(session).filter((trial) => {
        const of = known.get(trial.stimulus)?.condition;
        return trial.kind === "main" && input.trials.models.some((share) => share.condition === of);
      });
      for (const [at, trial] of models.entries()) {
        if (known.get(trial.stimulus)?.condition !== condition) continue;
        counts[Math.floor((at * FIFTHS) / models.length)]! += 1;
      }
    }
    return { condition, counts };
  });
}
