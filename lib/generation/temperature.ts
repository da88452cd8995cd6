import { describeNotes, type MusicDescription } from "@/lib/music/description";
import { CLIP_STEPS, type Note } from "@/lib/music/notes";

/** Temperatures among which the rule chooses. */
export const TEMPERATURES = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1] as const;

/** Measures that the rule compares; the others follow from these or are mostly zero. */
const COMPARED = [
  "notesPerBar",
  "pitchRange",
  "pitchClassEntropy",
  "rhythmicVariety",
  "repeatedNotes",
  "meanInterval",
  "tonalFit",
] as const satisfies readonly (keyof MusicDescription)[];

/** Id of the rule, as the artifact names it. */
export const TEMPERATURE_RULE_ID = "nearest-description";
/** The rule in words. */
export const TEMPERATURE_RULE =
  "One temperature serves all models: the one of 0.5, 0.55 … 1.0 whose pooled description lies nearest " +
  "the human one. Distance: root mean square, over the measures, of the difference of means in units of " +
  "the human excerpts' standard deviation.";

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

function deviation(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}

/** Distance between two collections of clips by the rule; a measure without spread is left out. */
export function descriptionDistance(clips: readonly Note[][], human: readonly Note[][]): number {
  const [ours, theirs] = [clips, human].map((set) =>
    set.map((notes) => describeNotes(notes, CLIP_STEPS)),
  );
  const squares = COMPARED.flatMap((name) => {
    const values = theirs!.map((description) => description[name]);
    const spread = deviation(values);
    const difference = mean(ours!.map((description) => description[name])) - mean(values);
    return spread > 0 ? [(difference / spread) ** 2] : [];
  });
  return Math.sqrt(mean(squares));
}

/** Means of the compared measures, for the record. */
export function meanDescription(clips: readonly Note[][]): Record<string, number> {
  const descriptions = clips.map((notes) => describeNotes(notes, CLIP_STEPS));
  return Object.fromEntries(COMPARED.map((name) => [name, mean(descriptions.map((d) => d[name]))]));
}
