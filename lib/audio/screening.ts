import { TARGET_LUFS } from "@/lib/audio/clip-level";
import { applyGain } from "@/lib/audio/encode-clip";
import { measure } from "@/lib/audio/loudness";
import { twoEaredNoise } from "@/lib/audio/noise";
import { render } from "@/lib/audio/render";
import { type Instrument, SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import { wavBytes } from "@/lib/audio/wav";
import { namedStream, type Rng } from "@/lib/shared/rng";

/** Headphone screens: which of three noises holds a faint tone, or which of three tones is softest. */
export const SCREEN_KINDS = ["huggins", "antiphase"] as const;
/** One of `SCREEN_KINDS`. */
export type ScreenKind = (typeof SCREEN_KINDS)[number];

/** One question with its sound; the answer stays on the server. */
export interface ScreeningSound {
  /** 16-bit stereo WAV: compression would undo what the two ears' phases carry. */
  wav: Uint8Array;
  /** Screen: the interval that is right, 1, 2 or 3. Calibration: the number of notes. */
  answer: number;
}

const INTERVAL = SAMPLE_RATE;
const GAP = SAMPLE_RATE / 2;
const SCREEN_LUFS = -23;

/** Noise and the place of its tone: 600 Hz, 6 % to either side (Milne et al. 2021). */
const NOISE_BAND = { from: 50, to: 8000 };
const HUGGINS_BAND = { from: 564, to: 636 };
/** Tone of the antiphase screen and how much softer the right one is (Woods et al. 2017). */
const ANTIPHASE_HZ = 200;
const SOFTER = 10 ** (-6 / 20);

/**
 * The trials of a headphone screen. Both sorts are hard over loudspeakers: the Huggins pitch
 * (Milne et al. 2021) needs the ears apart; in the antiphase screen (Woods et al. 2017) another tone
 * with opposite phase cancels in the air and seems the softest.
 * @param seed each interval is right twice, in an order drawn from it
 * @returns six trials of 4 s at −23 LUFS; guessing gets all six right in 0.14 % of cases
 */
export function headphoneScreen(kind: ScreenKind, seed: number | string): ScreeningSound[] {
  const answers = namedStream(seed, "screen", kind, "answers").shuffle([1, 2, 3, 1, 2, 3]);
  return answers.map((answer, trial) => {
    const rng = namedStream(seed, "screen", kind, trial);
    const intervals =
      kind === "huggins" ? hugginsIntervals(rng, answer) : antiphaseIntervals(rng, answer);
    return { wav: wavBytes(levelled(inARow(intervals), SCREEN_LUFS)), answer };
  });
}

function hugginsIntervals(rng: Rng, answer: number): StereoPcm[] {
  return [1, 2, 3].map((interval) =>
    ramped(
      twoEaredNoise(rng, INTERVAL, NOISE_BAND, interval === answer ? HUGGINS_BAND : undefined),
      0.01,
    ),
  );
}

function antiphaseIntervals(rng: Rng, answer: number): StereoPcm[] {
  const opposite = rng.pick([1, 2, 3].filter((interval) => interval !== answer));
  const tone = Float32Array.from({ length: INTERVAL }, (_, i) =>
    Math.sin((2 * Math.PI * ANTIPHASE_HZ * i) / SAMPLE_RATE),
  );
  return [1, 2, 3].map((interval) => {
    const left = tone.map((value) => value * (interval === answer ? SOFTER : 1));
    const right = left.map((value) => value * (interval === opposite ? -1 : 1));
    return ramped({ left, right }, 0.1);
  });
}

/** The volume check: a few piano or organ notes to count, 2 to 5 of them, at the clips' loudness. */
export async function calibrationSound(
  instrument: Instrument,
  seed: number | string,
): Promise<ScreeningSound> {
  const rng = namedStream(seed, "calibration");
  const answer = rng.int(2, 5);
  const pitches = rng.shuffle([60, 62, 64, 67, 69, 72]).slice(0, answer);
  const notes = pitches.map((pitch, i) => ({ pitch, start: 6 * i, duration: 5, voice: 0 }));
  const pcm = await render(notes, { instrument, steps: 32 });
  return { wav: wavBytes(levelled(pcm, TARGET_LUFS)), answer };
}

/** Raised-cosine ramps at both ends, in place. */
function ramped(pcm: StereoPcm, seconds: number): StereoPcm {
  const length = Math.round(seconds * SAMPLE_RATE);
  for (const channel of [pcm.left, pcm.right]) {
    for (let i = 0; i < length; i++) {
      const gain = 0.5 - 0.5 * Math.cos((Math.PI * i) / length);
      channel[i]! *= gain;
      channel[channel.length - 1 - i]! *= gain;
    }
  }
  return pcm;
}

function inARow(intervals: readonly StereoPcm[]): StereoPcm {
  const samples = intervals.length * INTERVAL + (intervals.length - 1) * GAP;
  const row = { left: new Float32Array(samples), right: new Float32Array(samples) };
  intervals.forEach((interval, index) => {
    row.left.set(interval.left, index * (INTERVAL + GAP));
    row.right.set(interval.right, index * (INTERVAL + GAP));
  });
  return row;
}

/** Brings a sound to a loudness, or as near as a true peak of −1 dBTP lets it. */
function levelled(pcm: StereoPcm, lufs: number): StereoPcm {
  const { lufs: now, truePeakDbtp } = measure(pcm);
  return applyGain(pcm, Math.min(lufs - now, -1 - truePeakDbtp));
}
