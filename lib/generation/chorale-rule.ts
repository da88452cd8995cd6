import { pitchEvent, START, STEP_END } from "@/lib/encoding/polyphony-alphabet";
import { WINDOW } from "@/lib/models/model-ids";
import { CLIP_STEPS, STEPS_PER_BAR } from "@/lib/music/notes";

/** Primers that a corpus ships. */
export const PRIMER_COUNT = 40;

/** Steps of a chorale's primer; at four voices a step they are more events than a window. */
const PRIMER_STEPS = STEPS_PER_BAR;
/** Onsets that the true continuation must have to make a clip. */
const FEWEST_ONSETS = 8;

/** The rule behind a list of chorale excerpts, in words. */
export const CHORALE_RULE =
  `An excerpt starts at a piece's first step (pieces of the test part, in file order). Its primer is ` +
  `START and ${PRIMER_STEPS} steps and has at least ${WINDOW} events; its continuation is the next ` +
  `${CLIP_STEPS} steps and has at least ${FEWEST_ONSETS} steps in which a note starts; the primer does ` +
  `not stand in the training pieces. ${PRIMER_COUNT} of the pieces are kept at even distances.`;

/** A piece's primer and continuation; null when the piece is too short. */
export function choraleExcerpt(
  piece: ArrayLike<number>,
): { events: number[]; continuation: number[] } | null {
  const all = Array.from(piece);
  const ends = all.flatMap((event, index) => (event === STEP_END ? [index + 1] : []));
  const [primerEnd, end] = [ends[PRIMER_STEPS - 1], ends[PRIMER_STEPS + CLIP_STEPS - 1]];
  if (primerEnd === undefined || end === undefined) return null;
  return { events: all.slice(0, primerEnd), continuation: all.slice(primerEnd, end) };
}

/** Steps in which a note starts. */
function onsets(events: readonly number[]): number {
  let step = 0;
  const found = new Set<number>();
  for (const event of events) {
    if (event === STEP_END) step += 1;
    else if (pitchEvent(event)?.continued === false) found.add(step);
  }
  return found.size;
}

const steps = (events: readonly number[]) => events.filter((event) => event === STEP_END).length;

/** Why an excerpt cannot stand in a list of chorale excerpts; null when it can. */
export function choraleFault(excerpt: { events: number[]; continuation: number[] }): string | null {
  const { events, continuation } = excerpt;
  const lengths = [steps(events), steps(continuation)];
  if (lengths[0] !== PRIMER_STEPS || lengths[1] !== CLIP_STEPS) {
    return `expected ${PRIMER_STEPS} steps and ${CLIP_STEPS} after them, got ${lengths.join(" and ")}`;
  }
  if (events[0] !== START) return "expected the start of a piece";
  if (events.length < WINDOW) return `expected a primer of at least ${WINDOW} events`;
  return onsets(continuation) >= FEWEST_ONSETS ? null : "the rule refuses this piece";
}
