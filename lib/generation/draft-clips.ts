import type { Decoded, Encoding } from "@/lib/encoding/encoding";
import type { GeneratedCandidate } from "@/lib/generation/candidates";
import type { Primer } from "@/lib/generation/primers";
import { scramble } from "@/lib/generation/scrambled";
import { CLIP_STEPS, type Note } from "@/lib/music/notes";
import { namedStream } from "@/lib/shared/rng";
import type { StimulusRole } from "@/lib/stimuli/manifest";

/** A clip before rendering: its place in the set, its notes and its events. */
export interface DraftClip {
  role: StimulusRole;
  condition: string;
  item: string;
  /** What `events` decode to: sound, MIDI and score can be made again from the events alone. */
  notes: Note[];
  events: number[];
  repairs: number;
  /** True where the set's seed made it; false for what the composer wrote. */
  drawn: boolean;
  /** Events whose draw fell within 1e-4 of another outcome. */
  nearEdges: number[];
}

/** A clip without its place in a set. */
export type ClipContent = Omit<DraftClip, "role" | "condition" | "item">;

function sounding({ notes, repairs }: Decoded): Pick<DraftClip, "notes" | "repairs"> {
  return { notes, repairs: Object.values(repairs.counts).reduce((a, b) => a + b, 0) };
}

/** The clip that a model wrote. */
export function modelContent({ events, nearEdges, decoded }: GeneratedCandidate): ClipContent {
  return { ...sounding(decoded), events, drawn: true, nearEdges };
}

/** The high anchor: what the composer wrote after the primer. */
export function humanContent(primer: Primer, encoding: Encoding): ClipContent {
  const events = primer.continuation;
  return { ...sounding(encoding.decode(events, CLIP_STEPS)), events, drawn: false, nearEdges: [] };
}

/** The low anchor: the human clip with its pitches and rhythm destroyed, by the set's seed and the item. */
export function scrambledContent(primer: Primer, encoding: Encoding, seed: number): ClipContent {
  const { notes } = encoding.decode(primer.continuation, CLIP_STEPS);
  const rng = namedStream(seed, "scrambled", primer.id);
  const events = encoding.encode(scramble(notes, CLIP_STEPS, rng), CLIP_STEPS);
  return { ...sounding(encoding.decode(events, CLIP_STEPS)), events, drawn: true, nearEdges: [] };
}
