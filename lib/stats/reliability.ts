import { type Icc, icc } from "./icc";
import { type Alpha, krippendorffAlpha } from "./krippendorff";
import { levels, type RatingRow } from "./long-table";
import type { NotPossible } from "./rating-design";

/** How far participants agree about the stimuli of one dimension. */
export interface Reliability {
  /** on the participants who rated every stimulus; a reason where there are too few */
  icc: (Icc & { kind: "result" }) | NotPossible;
  /** ordinal α over all ratings; a reason where there is none */
  alpha: (Alpha & { kind: "result" }) | NotPossible;
}

/**
 * ICC on the complete block (all stimuli × the participants who rated all of them) and
 * Krippendorff's ordinal α on all ratings, for incomplete designs.
 */
export function reliability(
  rows: readonly RatingRow[],
  options: { resamples?: number; level?: number; seed?: number | string } = {},
): Reliability {
  const stimuli = levels(rows.map((row) => row.stimulus));
  const byStimulus = new Map(stimuli.map((s) => [s, new Map<string, number>()]));
  for (const row of rows) byStimulus.get(row.stimulus)!.set(row.participant, row.rating);
  const full = levels(rows.map((row) => row.participant)).filter((p) =>
    stimuli.every((s) => byStimulus.get(s)!.has(p)),
  );
  return {
    icc: completeIcc(
      stimuli.map((s) => full.map((p) => byStimulus.get(s)!.get(p)!)),
      full.length,
    ),
    alpha: ordinalAlpha(
      [...byStimulus.values()].map((m) => [...m.values()]),
      options,
    ),
  };
}

function completeIcc(table: number[][], participants: number): Reliability["icc"] {
  if (table.length < 2) {
    return { kind: "none", reason: "ICC needs at least two stimuli." };
  }
  if (participants < 2) {
    return {
      kind: "none",
      reason: `ICC needs at least two participants who rated every stimulus; there are ${participants}. Use α.`,
    };
  }
  const result = icc(table);
  return result
    ? { kind: "result", ...result }
    : { kind: "none", reason: "ICC is not defined: ratings do not vary enough." };
}

function ordinalAlpha(units: number[][], options: Parameters<typeof krippendorffAlpha>[2]) {
  const result = krippendorffAlpha(units, "ordinal", options);
  return result
    ? { kind: "result" as const, ...result }
    : {
        kind: "none" as const,
        reason: "α is not defined: no stimulus has two ratings, or all ratings are equal.",
      };
}
