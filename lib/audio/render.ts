import { type RenderSettings, SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import { CLIP_STEPS, checkNotes, type Note, STEPS_PER_QUARTER, sortNotes } from "@/lib/music/notes";
import { InputError } from "@/lib/shared/invariant";

/** Changes whenever the same notes and samples would give other sound. */
export const RENDERER_VERSION = "sampler@1";

/** Slowest and fastest tempo that can be rendered, in quarters a minute. */
const TEMPO_RANGE = [20, 300] as const;

const FADE_SECONDS = 0.5;

/** Samples from the start to `step`, at a tempo in quarters a minute. */
export function stepToSample(step: number, tempo: number): number {
  return Math.round((step * 60 * SAMPLE_RATE) / (tempo * STEPS_PER_QUARTER));
}

/** Length in samples of what `render` gives: the music and the room for its tail, whatever the notes. */
export function renderedSamples(settings: Omit<RenderSettings, "instrument">): number {
  const { tempo = 120, steps = CLIP_STEPS, tailSeconds = 1 } = settings;
  if (!(tempo >= TEMPO_RANGE[0] && tempo <= TEMPO_RANGE[1])) {
    throw new InputError(
      `tempo: expected ${TEMPO_RANGE.join(" to ")} quarters a minute, got ${tempo}`,
    );
  }
  return stepToSample(steps, tempo) + Math.round(tailSeconds * SAMPLE_RATE);
}

/**
 * Plays notes with an instrument: the same samples on every run. Keys come up at the end of their
 * note; after the last step a tail of at most `tailSeconds` fades to nothing. At 120 quarters a minute
 * 8 bars give exactly 17 s.
 * @returns sound as the instrument gives it, not normalised: it may pass full scale
 * @throws Error when a note lies outside `steps`; InputError when the tempo is out of range
 */
export async function render(notes: readonly Note[], settings: RenderSettings): Promise<StereoPcm> {
  const { instrument, tempo = 120, steps = CLIP_STEPS, tailSeconds = 1 } = settings;
  const samples = renderedSamples(settings);
  checkNotes(notes, steps);
  await instrument.prepare(notes.map((note) => note.pitch));
  const pcm = { left: new Float32Array(samples), right: new Float32Array(samples) };
  for (const { pitch, start, duration } of sortNotes(notes)) {
    const at = stepToSample(start, tempo);
    instrument.addNote(pcm, { pitch, at, hold: stepToSample(start + duration, tempo) - at });
  }
  fadeOut(pcm, Math.round(Math.min(FADE_SECONDS, tailSeconds) * SAMPLE_RATE));
  return pcm;
}

function fadeOut(pcm: StereoPcm, length: number): void {
  for (const channel of [pcm.left, pcm.right]) {
    const from = channel.length - length;
    for (let i = 0; i < length; i++) {
      channel[from + i]! *= 0.5 + 0.5 * Math.cos((Math.PI * (i + 1)) / length);
    }
  }
}
