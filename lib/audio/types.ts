import type { InstrumentId } from "@/lib/music/instrument-ids";
import type { Note } from "@/lib/music/notes";
import type { Timing } from "@/lib/music/timing";

/** Sample rate of everything this folder renders, in Hz. */
export const SAMPLE_RATE = 48_000;

/** Bit rates (constant, kbit/s) that clips are encoded with. */
export type Mp3Bitrate = 160 | 192;

/** Stereo sound at `SAMPLE_RATE`; both channels have the same length, full scale is 1. */
export interface StereoPcm {
  left: Float32Array;
  right: Float32Array;
}

/** A note in samples, as an instrument plays it. */
export interface PlayedNote {
  /** MIDI pitch, 0..127. */
  pitch: number;
  /** First sample. */
  at: number;
  /** Samples from the key going down to the damper falling. */
  hold: number;
  /** Amplitude beside that of a key pressed as usual; 1 when left out. */
  strength?: number;
}

/** One of `StereoImage`. */
export const STEREO_IMAGES = ["centred", "spread"] as const;

/**
 * How a sound stands between the ears: `centred`, the same on both, so that it is as loud from one
 * speaker and for each ear; `spread` as sets of renderer sampler@1 have it.
 */
export type StereoImage = (typeof STEREO_IMAGES)[number];

/** A sound source: it adds notes to a buffer, the same samples on every run. */
export interface Instrument {
  id: InstrumentId;
  /** Version of the samples (package@version) or of the synthesis rule. */
  version: string;
  /** sha256 (hex) of all that decides how it sounds besides the code. */
  digest: string;
  /** Who made the samples and under which licence; null for a synthesised sound. */
  credit: string | null;
  /** General MIDI programs (0..127, first and last) that it stands for. */
  programs: readonly [number, number];
  /** Loads what these pitches need. Call before `addNote`. */
  prepare(pitches: readonly number[]): Promise<void>;
  /** Adds one note to `out`; what would sound after the end of `out` is left away. */
  addNote(out: StereoPcm, note: PlayedNote): void;
}

/** What is to be rendered. Times are in steps of the sixteenth grid; 120 quarters a minute by default. */
export interface RenderSettings extends Partial<Timing> {
  instrument: Instrument;
  /** Length of the music in steps; default `CLIP_STEPS` (8 bars). */
  steps?: number;
  /** Room for the last release after the music, in seconds; default 1. */
  tailSeconds?: number;
}

/** Settings of a whole set. */
export interface SetRenderSettings extends RenderSettings {
  /** CBR bit rate in kbit/s; default `CLIP_BITRATE`. */
  bitrate?: Mp3Bitrate;
  /** Integrated loudness to reach, in LUFS; default `TARGET_LUFS`. */
  targetLufs?: number;
  /** True peak that no clip may pass, in dBTP; default `CEILING_DBTP`. */
  ceilingDbtp?: number;
  /** What encodes; this thread when left out. */
  encoder?: ClipEncoder;
}

/** One clip to render; the id goes into no file. */
export interface ClipNotes {
  id: string;
  notes: readonly Note[];
}

/** Loudness and peak of a sound. */
export interface Loudness {
  /** Integrated loudness of BS.1770-4 in LUFS; −Infinity for silence. */
  lufs: number;
  /** The same in LUFS from one speaker (the mean of both channels), and of each channel on both ears. */
  byEar: { mono: number; left: number; right: number };
  /** True peak, four times oversampled, in dBTP; −Infinity for silence. */
  truePeakDbtp: number;
}

/** A clip as listeners get it, with what was measured on the way. */
export interface RenderedClip {
  id: string;
  /** MP3 bytes with Info tag; every clip of a set has the same length. */
  mp3: Uint8Array;
  /** As rendered, before normalisation. */
  before: Loudness;
  /** Of the decoded MP3, cut to `samples`. */
  after: Loudness;
  /** Gain applied, in dB. */
  gainDb: number;
  /** Samples per channel. */
  samples: number;
}

/** What a set's manifest records about its sound. */
export interface RenderedSet {
  clips: RenderedClip[];
  /** Loudness that all clips were brought to, in LUFS: the target asked for, less `loweredByDb`. */
  targetLufs: number;
  /** How far the whole set's target was lowered to keep the loudest peak under the ceiling; 0 mostly. */
  loweredByDb: number;
  ceilingDbtp: number;
  sampleRate: number;
  /** Length of every clip in seconds and in samples. */
  seconds: number;
  samples: number;
  bitrate: number;
  tempo: number;
  steps: number;
  instrument: { id: InstrumentId; version: string; digest: string; credit: string | null };
  /** Version of the rendering rule: it changes whenever the same notes would give other samples. */
  renderer: string;
  /** Encoder name and version. */
  encoder: string;
}

/** One sound to encode; it may be changed in place. */
export interface EncodeJob {
  id: string;
  pcm: StereoPcm;
  /** Loudness of `pcm` as it is. */
  before: Loudness;
  /** Gain to apply first, in dB. */
  gainDb: number;
  bitrate: Mp3Bitrate;
}

/** What turns sounds into clips: this thread, or several of them. */
export interface ClipEncoder {
  /** Sounds it works on at the same time. */
  lanes: number;
  encode(job: EncodeJob): Promise<RenderedClip>;
}
