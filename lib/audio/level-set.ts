import { inThisThread } from "@/lib/audio/encode-clip";
import { measure } from "@/lib/audio/loudness";
import {
  type ClipEncoder,
  type Loudness,
  type Mp3Bitrate,
  type RenderedClip,
  SAMPLE_RATE,
  type StereoPcm,
} from "@/lib/audio/types";
import { InputError } from "@/lib/shared/invariant";
import type { OnProgress } from "@/lib/shared/progress";

/** A sound that can be asked for again: a set is gone through twice without keeping it in memory. */
export interface SoundSource {
  id: string;
  /** Gives the same samples each time. */
  pcm(): Promise<StereoPcm>;
}

/** How a set is levelled. */
export interface LevelSettings {
  bitrate: Mp3Bitrate;
  targetLufs: number;
  ceilingDbtp: number;
  /** What encodes; this thread when left out. */
  encoder?: ClipEncoder;
}

/** A levelled and encoded set. */
export interface LevelledSet {
  clips: RenderedClip[];
  targetLufs: number;
  loweredByDb: number;
}

/** A decoded MP3 may differ this much from the target, in LU. */
const TOLERANCE_LU = 0.5;
/** What the encoder takes off that much, in LU, is given back by gain; a sound that loses more is refused. */
const MOST_LOST_LU = 3;
/** Sounds that lose too much in the encoder to be brought to a level. */
export class EncodingLossError extends InputError {
  /** @param losses by the sound's id, how much of its loudness the MP3 has not, in LU */
  constructor(readonly losses: ReadonlyMap<string, number>) {
    const words = [...losses].map(([id, lost]) => `clip ${id}: ${lossWords(lost)}`);
    super(words.join("; "));
  }
}

/** What is wrong with a sound that loses so much in the encoder, in LU. */
export function lossWords(lost: number): string {
  return `expected sound that an MP3 can hold, ${lost.toFixed(1)} LU of its loudness are lost: they lie above 18.6 kHz, or between clicks`;
}

/** Steps in which a target is lowered, in dB. */
const STEP_DB = 0.1;
const MOST_ROUNDS = 8;
/** Samples a channel that may wait in memory between measuring and encoding: 40 clips of 17 s. */
const MOST_KEPT = 40 * 17 * SAMPLE_RATE;

/**
 * Brings all sounds of a set to one loudness and encodes them. All are measured first; when one would
 * pass the ceiling at the target, the target of the whole set is lowered, by the same amount for all,
 * until none does, before encoding and after.
 * @throws InputError when a sound is silent; EncodingLossError when the encoder takes too much of one
 */
export async function levelSet(
  sources: readonly SoundSource[],
  settings: LevelSettings,
  onProgress: OnProgress = () => {},
): Promise<LevelledSet> {
  const before: Loudness[] = [];
  const kept = keeping(sources);
  for (const source of kept) {
    before.push(await measureSource(source));
    await onProgress({ stage: "rendering", done: before.length, total: sources.length });
  }
  let loweredByDb = roundUp(excess(before, settings));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const targetLufs = settings.targetLufs - loweredByDb;
    const clips = await encodeAll(kept, before, { ...settings, targetLufs }, onProgress);
    const over = Math.max(
      0,
      ...clips.map((clip) => clip.after.truePeakDbtp - settings.ceilingDbtp),
    );
    if (over === 0) return { clips, targetLufs, loweredByDb };
    loweredByDb = roundUp(loweredByDb + over);
  }
  throw new Error(
    `expected all clips under ${settings.ceilingDbtp} dBTP after ${MOST_ROUNDS} rounds`,
  );
}

/** The same sources, of which the first ones needn't be asked again: what was measured is kept once. */
function keeping(sources: readonly SoundSource[]): SoundSource[] {
  let room = MOST_KEPT;
  return sources.map(({ id, pcm }) => {
    let kept: StereoPcm | undefined;
    let asked = false;
    const ask = async () => {
      const sound = kept ?? (await pcm());
      kept = undefined;
      if (!asked && sound.left.length <= room) {
        kept = sound;
        room -= sound.left.length;
      }
      asked = true;
      return sound;
    };
    return { id, pcm: ask };
  });
}

async function measureSource(source: SoundSource): Promise<Loudness> {
  const loudness = measure(await source.pcm());
  if (loudness.lufs === Number.NEGATIVE_INFINITY) {
    throw new InputError(`clip ${source.id}: expected sound, got silence`);
  }
  return loudness;
}

/** How far the loudest peak would stand above the ceiling, in dB; 0 when none does. */
function excess(before: readonly Loudness[], settings: LevelSettings): number {
  const { targetLufs, ceilingDbtp } = settings;
  return Math.max(0, ...before.map((b) => b.truePeakDbtp + targetLufs - b.lufs - ceilingDbtp));
}

function roundUp(db: number): number {
  return Math.max(0, Math.ceil(db / STEP_DB - 1e-9) * 100) / 1000;
}

async function encodeAll(
  sources: readonly SoundSource[],
  before: readonly Loudness[],
  settings: LevelSettings,
  onProgress: OnProgress,
): Promise<RenderedClip[]> {
  const { bitrate, targetLufs, encoder } = settings;
  const gains = before.map((was) => targetLufs - was.lufs);
  const clips = await encodeSources(sources, { before, gains, bitrate, encoder }, onProgress);
  // Noise and high tones lose what the encoder filters out: they are made that much louder.
  const off = [...clips.keys()].filter((i) => isOff(clips[i]!, targetLufs));
  requireHeld(
    off.map((i) => clips[i]!),
    targetLufs,
    MOST_LOST_LU,
  );
  const again = await encodeSources(
    off.map((i) => sources[i]!),
    {
      before: off.map((i) => before[i]!),
      gains: off.map((i) => gains[i]! + targetLufs - clips[i]!.after.lufs),
      bitrate,
      encoder,
    },
    onProgress,
  );
  requireHeld(
    again.filter((clip) => isOff(clip, targetLufs)),
    targetLufs,
    0,
  );
  off.forEach((place, i) => {
    clips[place] = again[i]!;
  });
  return clips;
}

const isOff = ({ after }: RenderedClip, targetLufs: number) =>
  !(Math.abs(after.lufs - targetLufs) <= TOLERANCE_LU);

/** @throws EncodingLossError with every clip that is further off than allowed */
function requireHeld(clips: readonly RenderedClip[], targetLufs: number, most: number): void {
  const losses = clips
    .map(({ id, after }) => [id, targetLufs - after.lufs] as const)
    .filter(([, lost]) => Math.abs(lost) > most);
  if (losses.length > 0) throw new EncodingLossError(new Map(losses));
}

interface Encoding {
  before: readonly Loudness[];
  /** Gain of each sound, in dB. */
  gains: readonly number[];
  bitrate: LevelSettings["bitrate"];
  encoder?: ClipEncoder;
}

/** Encodes all sounds, in as many lanes as the encoder has; the clips come in the sources' order. */
async function encodeSources(
  sources: readonly SoundSource[],
  { before, gains, bitrate, encoder = inThisThread }: Encoding,
  onProgress: OnProgress,
): Promise<RenderedClip[]> {
  const clips: RenderedClip[] = new Array(sources.length);
  let [next, done] = [0, 0];
  const lane = async () => {
    while (next < sources.length) {
      const index = next++;
      const { id, pcm } = sources[index]!;
      const job = { id, before: before[index]!, gainDb: gains[index]!, bitrate };
      clips[index] = await encoder.encode({ ...job, pcm: await pcm() });
      await onProgress({ stage: "encoding", done: ++done, total: sources.length });
    }
  };
  await Promise.all(Array.from({ length: encoder.lanes }, lane));
  return clips;
}

/**
 * Encodes sounds at the level they have, for a lab that has set it already. Loudness and peaks are
 * measured and left as they are.
 * @throws InputError when a sound is silent
 */
export async function encodeUnlevelled(
  sources: readonly SoundSource[],
  { bitrate, encoder }: Pick<LevelSettings, "bitrate" | "encoder">,
  onProgress: OnProgress = () => {},
): Promise<RenderedClip[]> {
  const kept = keeping(sources);
  const before: Loudness[] = [];
  for (const source of kept) before.push(await measureSource(source));
  return encodeSources(kept, { before, gains: before.map(() => 0), bitrate, encoder }, onProgress);
}
