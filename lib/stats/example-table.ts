import { namedStream } from "@/lib/shared/rng";
import type { RatingRow } from "./long-table";
import { type RatingTruth, simulateRatings } from "./simulate";

/** Two models that are truly alike; a pooled t test of these draws finds a difference all the same. */
const TRUTH: RatingTruth = {
  means: { "model A": 2.6, "model B": 2.6 },
  varianceParticipant: 0.3,
  varianceParticipantModel: 0.2,
  varianceStimulus: 0.2,
  varianceResidual: 0.6,
  scale: [0, 5],
};

/** Made-up ratings for trying the analyses: 20 participants, 8 stimuli of each of two models. */
export function exampleRatings(): RatingRow[] {
  const rng = namedStream("example table", EXAMPLE_DRAW);
  return simulateRatings(TRUTH, { participants: 20, stimuli: 8, heard: 8 }, rng, "harmony");
}

/** Chosen among draws of a true null because its pooled test rejects: four in ten do. */
const EXAMPLE_DRAW = 3;

/** The example as the CSV file that the analyses read. */
export function exampleCsv(): string {
  const lines = exampleRatings().map(({ participant, stimulus, condition, dimension, rating }) =>
    [participant, stimulus, condition, dimension, rating].join(","),
  );
  return `participant,stimulus,condition,dimension,rating\n${lines.join("\n")}\n`;
}
