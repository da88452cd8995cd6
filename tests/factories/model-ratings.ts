import { namedStream } from "@/lib/shared/rng";
import { simulateRatings } from "@/lib/stats/simulate";

/** 45 participants × 30 stimuli of three models, as large as the paper's study; and the same with three ratings lost. */
export function modelRatings() {
  const truth = {
    means: { a: 2.5, b: 2.7, c: 3 },
    varianceParticipant: 0.3,
    varianceParticipantModel: 0.2,
    varianceStimulus: 0.2,
    varianceResidual: 0.8,
    scale: [0, 5] as const,
  };
  const design = { participants: 45, stimuli: 10, heard: 10 };
  const rows = simulateRatings(truth, design, namedStream("speed"));
  // Three ratings lost: the closed form is not allowed.
  const incomplete = rows.filter((_, i) => ![7, 400, 1001].includes(i));
  return { rows, incomplete };
}
