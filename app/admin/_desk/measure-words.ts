import type { DESCRIPTION_NAMES } from "@/lib/music/description";

/** What the numbers of a clip's description are called at the desk, with their units. */
const MEASURES: Record<(typeof DESCRIPTION_NAMES)[number], string> = {
  notesPerBar: "Notes a bar",
  pitchRange: "Pitch range (semitones)",
  pitchClassEntropy: "Variety of pitch classes (bits, at most 3.58)",
  rhythmicVariety: "Variety of rhythm (bits)",
  repeatedNotes: "Repeated notes (share)",
  meanInterval: "Mean interval (semitones)",
  tonalFit: "Fit to a key (−1 to 1)",
  longestSilence: "Longest silence (sixteenths)",
};

/** What a measure is called; one of an uploaded table keeps its own name. */
export function measureName(name: string): string {
  return Object.hasOwn(MEASURES, name) ? MEASURES[name as keyof typeof MEASURES] : name;
}
