/** Class 0: a piece begins. */
export const START = 0;
/** Class 1: a piece ends. */
export const END = 1;
/** Class 2: the step (one sixteenth) is complete; what was not named in it has ended. */
export const STEP_END = 2;
const FIRST_NEW = 3;
/** MIDI pitches. */
export const PITCHES = 128;
const FIRST_CONTINUED = FIRST_NEW + PITCHES;
/** Size of the alphabet. */
export const CLASSES = FIRST_CONTINUED + PITCHES;

/** The class of a note that starts in this step. */
export const newNote = (pitch: number) => FIRST_NEW + pitch;
/** The class of a note that started earlier and goes on in this step. */
export const continuedNote = (pitch: number) => FIRST_CONTINUED + pitch;

/** What a class says about a pitch; undefined for START, END, STEP_END and unknown classes. */
export function pitchEvent(event: number): { pitch: number; continued: boolean } | undefined {
  if (!Number.isInteger(event) || event < FIRST_NEW || event >= CLASSES) return undefined;
  const continued = event >= FIRST_CONTINUED;
  return { pitch: event - (continued ? FIRST_CONTINUED : FIRST_NEW), continued };
}
