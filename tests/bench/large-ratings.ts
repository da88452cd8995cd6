import { namedStream } from "@/lib/shared/rng";
import type { RatingRow } from "@/lib/stats/long-table";
import { simulateRatings } from "@/lib/stats/simulate";

/** 30,000 ratings: 1,000 participants hear 10 of 100 stimuli of each of three models. */
export function largeRatings(): RatingRow[] {
  const truth = {
    means: { a: 2.3, b: 2.5, c: 2.7 },
    varianceParticipant: 0.3,
    varianceParticipantModel: 0.2,
    varianceStimulus: 0.2,
    varianceResidual: 0.6,
    scale: [0, 5] as const,
  };
  const design = { participants: 1000, stimuli: 100, heard: 10 };
  return simulateRatings(truth, design, namedStream("bench", "large ratings"));
}
