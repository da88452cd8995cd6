import {
  type RenderSettings,
  SAMPLE_RATE,
  type StereoImage,
  type StereoPcm,
} from "@/lib/audio/types";
import {
  CLIP_STEPS,
  checkNotes,
  DEFAULT_VELOCITY,
  type Note,
  STEPS_PER_QUARTER,
  sortNotes,
} from "@/lib/music/notes";
import { DEFAULT_TEMPO, secondsAt, type TempoChange } from "@/lib/music/timing";
import { InputError } from "@/lib/shared/invariant";

/** Changes whenever the same notes and samples would give other sound. */
export const RENDERER_VERSION = "sampler@2";

/** The stereo image of the renderer that made a set, by its version in the manifest. */
export function imageOf(rendererVersion: string): StereoImage {
  return /^sampler@1\b/.test(rendererVersion) ? "spread" : "centred";
}

/** Slowest and fastest tempo that can be rendered, in quarters a minute. */
const TEMPO_RANGE = [20, 300] as const;

const FADE_SECONDS = 0.5;

/** Samples from the start to `step`, at a tempo in quarters a minute and those that follow it. */
export function stepToSample(
  step: number,
  tempo: number,
  tempoChanges: readonly TempoChange[] = [],
): number {
  if (tempoChanges.length > 0)
    return Math.round(secondsAt(step, { tempo, tempoChanges }) * SAMPLE_RATE);
  // The product first: rounding has to stay what it was.
  return Math.round((step * 60 * SAMPLE_RATE) / (tempo * STEPS_PER_QUARTER));
}

/**
 * Amplitude of a note by the strength of its key, 1 at `DEFAULT_VELOCITY`: the square law that the
 * General MIDI 2 specification recommends (40 log10 of the velocity, in dB).
 */
export function strengthOf({ velocity = DEFAULT_VELOCITY }: Pick<Note, "velocity">): number {
  return (velocity / DEFAULT_VELOCITY) ** 2;
}

/**
 * Length in samples of what `render` gives: the music and the room for its tail, whatever the notes.
 * @throws InputError for a tempo outside its range
 */
export function renderedSamples(settings: Omit<RenderSettings, "instrument">): number {
  const {
    tempo = DEFAULT_TEMPO,
    tempoChanges = [],
    steps = CLIP_STEPS,
    tailSeconds = 1,
  } = settings;
  const wrong = [tempo, ...tempoChanges.map((change) => change.tempo)].find(
    (one) => !(one >= TEMPO_RANGE[0] && one <= TEMPO_RANGE[1]),
  );
  if (wrong !== undefined) {
    throw new InputError(
      `tempo: expected ${TEMPO_RANGE.join(" to ")} quarters a minute, got ${wrong}`,
    );
  }
  return stepToSample(steps, tempo, tempoChanges) + Math.round(tailSeconds * SAMPLE_RATE);
}

/**
 * Plays notes with an instrument: the same samples on every run. Dampers fall at the end of their
 * note, or when the pedal comes up that holds it; after the last step a tail of at most `tailSeconds` fades to nothing. At 120 quarters a minute
 * 8 bars give exactly 17 s.
 * @returns sound as the instrument gives it, not normalised: it may pass full scale
 * @throws Error when a note lies outside `steps`; InputError when the tempo is out of range
 */
export async function render(notes: readonly Note[], settings: RenderSettings): Promise<StereoPcm> {
  const { instrument, tempo = DEFAULT_TEMPO, tempoChanges = [] } = settings;
  const { steps = CLIP_STEPS, tailSeconds = 1 } = settings;
  const samples = renderedSamples(settings);
  checkNotes(notes, steps);
  await instrument.prepare(notes.map((note) => note.pitch));
  const pcm = { left: new Float32Array(samples), right: new Float32Array(samples) };
  for (const note of sortNotes(notes)) {
    const at = stepToSample(note.start, tempo, tempoChanges);
    const up = stepToSample(note.start + (note.held ?? note.duration), tempo, tempoChanges);
    instrument.addNote(pcm, { pitch: note.pitch, at, hold: up - at, strength: strengthOf(note) });
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
