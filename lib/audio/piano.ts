import { utf8ToBytes } from "@noble/hashes/utils.js";
import { OggVorbisDecoder } from "@wasm-audio-decoders/ogg-vorbis";
import { kaiser } from "@/lib/audio/loudness";
import {
  PIANO_CREDIT,
  PIANO_SAMPLES,
  PIANO_VERSION,
  type PianoSample,
  SPREAD_PIANO_SAMPLES,
} from "@/lib/audio/piano-samples";
import {
  type Instrument,
  type PlayedNote,
  SAMPLE_RATE,
  type StereoImage,
  type StereoPcm,
} from "@/lib/audio/types";
import { sha256Hex } from "@/lib/shared/canonical-json";
import { invariant } from "@/lib/shared/invariant";

/** Gives the bytes of one sample file of the piano package, by its file name. */
export type ReadSample = (fileName: string) => Promise<Uint8Array>;

/** Key up to −60 dB, as a damper does it. */
const RELEASE_SECONDS = 0.3;
const ATTACK_SAMPLES = 96;
const LEAD_SAMPLES = 240;

/** Points of the interpolation filter on either side, and its positions between two samples. */
const HALF = 8;
const PHASES = 512;
const SINC = Array.from({ length: PHASES }, (_, phase) => sincAt(phase / PHASES));

function sincAt(fraction: number): Float64Array {
  return Float64Array.from({ length: 2 * HALF }, (_, k) => {
    const t = k - (HALF - 1) - fraction;
    return (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t)) * kaiser(t / HALF, 7);
  });
}

/**
 * The Salamander grand piano, one velocity layer, a sample every three semitones. A sample is fetched,
 * checked against its digest and decoded when a pitch first needs it; each note is played at most a
 * semitone away from its sample. Centred, the louder channel of each recording sounds on both sides:
 * the two of one note partly cancel each other on one speaker, each note to another degree.
 */
export function pianoFrom(readSample: ReadSample, image: StereoImage = "centred"): Instrument {
  const trims = image === "centred" ? PIANO_SAMPLES : SPREAD_PIANO_SAMPLES;
  const nearestSample = (pitch: number) => nearestOf(trims, pitch);
  const loading = new Map<string, Promise<void>>();
  const loaded = new Map<string, StereoPcm>();
  return {
    id: "piano",
    version: PIANO_VERSION,
    digest: sha256Hex(utf8ToBytes(JSON.stringify(trims))),
    credit: PIANO_CREDIT,
    programs: [0, 7],
    async prepare(pitches) {
      const needed = new Set(pitches.map(nearestSample));
      for (const sample of needed) {
        const started = loading.get(sample.file) ?? loadInto(loaded, sample, readSample);
        loading.set(sample.file, started);
        // A failed load must not be remembered: the next call tries again.
        await started.catch((cause) => {
          loading.delete(sample.file);
          throw cause;
        });
      }
    },
    addNote(out, note) {
      const sample = nearestSample(note.pitch);
      const sound = loaded.get(sample.file);
      invariant(sound, `expected the piano to be prepared for pitch ${note.pitch}`);
      playSample(out, note, sound, {
        rate: 2 ** ((note.pitch - sample.pitch) / 12),
        gain: 10 ** (sample.trimDb / 20) * (note.strength ?? 1),
      });
    },
  };
}

function nearestOf(samples: readonly PianoSample[], pitch: number): PianoSample {
  return samples.reduce((best, sample) =>
    Math.abs(sample.pitch - pitch) < Math.abs(best.pitch - pitch) ? sample : best,
  );
}

async function loadInto(loaded: Map<string, StereoPcm>, sample: PianoSample, read: ReadSample) {
  const bytes = await read(sample.file);
  const digest = sha256Hex(bytes);
  if (digest !== sample.sha256) {
    throw new Error(`piano sample ${sample.file}: expected sha256 ${sample.sha256}, got ${digest}`);
  }
  loaded.set(sample.file, await decodeSample(bytes, sample));
}

async function decodeSample(bytes: Uint8Array, { file, channel }: PianoSample): Promise<StereoPcm> {
  const decoder = new OggVorbisDecoder();
  await decoder.ready;
  const { channelData, sampleRate } = await decoder.decodeFile(bytes);
  decoder.free();
  const [left, right] = channelData;
  invariant(
    left && right && sampleRate === SAMPLE_RATE,
    `piano sample ${file}: expected 48 kHz stereo`,
  );
  const from = attackStart(left, right);
  const sides = { left: left.slice(from), right: right.slice(from) };
  return channel ? { left: sides[channel], right: sides[channel] } : sides;
}

/** The samples begin with up to 27 ms of silence, each another length: notes would start unevenly. */
function attackStart(left: Float32Array, right: Float32Array): number {
  let peak = 0;
  for (let i = 0; i < left.length; i++)
    peak = Math.max(peak, Math.abs(left[i]!), Math.abs(right[i]!));
  const onset = left.findIndex((v, i) => Math.max(Math.abs(v), Math.abs(right[i]!)) > peak * 0.05);
  return Math.max(0, onset - LEAD_SAMPLES);
}

function playSample(
  out: StereoPcm,
  note: PlayedNote,
  sound: StereoPcm,
  { rate, gain }: { rate: number; gain: number },
): void {
  const release = Math.round(RELEASE_SECONDS * SAMPLE_RATE);
  const available = Math.floor((sound.left.length - HALF - 1) / rate);
  const length = Math.min(note.hold + release, out.left.length - note.at, available);
  const fall = 10 ** (-3 / release);
  const gains = new Float64Array(Math.max(0, length));
  let level = gain;
  for (let i = 0; i < length; i++) {
    if (i >= note.hold) level *= fall;
    gains[i] = level * Math.min(1, i / ATTACK_SAMPLES);
  }
  const add = rate === 1 ? addUnchanged : addResampled;
  if (sound.left === sound.right) add([out.left, out.right], note.at, sound.left, gains, rate);
  else {
    add([out.left], note.at, sound.left, gains, rate);
    add([out.right], note.at, sound.right, gains, rate);
  }
}

/** Adds `sound` under `gains` to every one of `outs` from sample `at` on, played `rate` times as fast. */
type Adder = (
  outs: readonly Float32Array[],
  at: number,
  sound: Float32Array,
  gains: Float64Array,
  rate: number,
) => void;

const addUnchanged: Adder = (outs, at, sound, gains) => {
  for (const out of outs) {
    for (let i = 0; i < gains.length; i++) out[at + i]! += sound[i]! * gains[i]!;
  }
};

const addResampled: Adder = (outs, at, sound, gains, rate) => {
  const [first, second] = outs as [Float32Array, Float32Array | undefined];
  for (let i = 0; i < gains.length; i++) {
    const position = i * rate;
    const index = Math.floor(position);
    const taps = SINC[Math.floor((position - index) * PHASES)]!;
    const start = index - HALF + 1;
    let sum = 0;
    for (let k = start < 0 ? -start : 0; k < 2 * HALF; k++) sum += taps[k]! * sound[start + k]!;
    const value = sum * gains[i]!;
    first[at + i]! += value;
    if (second) second[at + i]! += value;
  }
};
