import { inThisThread } from "@/lib/audio/encode-clip";
import { measure } from "@/lib/audio/loudness";
import {
  type ClipEncoder,
  type Loudness,
  type RenderedClip,
  SAMPLE_RATE,
  type StereoPcm,
} from "@/lib/audio/types";
import { InputError, invariant } from "@/lib/shared/invariant";
import type { OnProgress } from "@/lib/shared/progress";

/** A sound that can be asked for again: a set is gone through twice without keeping it in memory. */
export interface SoundSource {
  id: string;
  /** Gives the same samples each time. */
  pcm(): Promise<StereoPcm>;
}

/** How a set is levelled. */
export interface LevelSettings {
  bitrate: 160 | 192;
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
/** Steps in which a target is lowered, in dB. */
const STEP_DB = 0.1;
const MOST_ROUNDS = 8;
/** Samples a channel that may wait in memory between measuring and encoding: 40 clips of 17 s. */
const MOST_KEPT = 40 * 17 * SAMPLE_RATE;

/**
 * Brings all sounds of a set to one loudness and encodes them. All are measured first; when one would
 * pass the ceiling at the target, the target of the whole set is lowered, by the same amount for all,
 * until none does, before encoding and after.
 * @throws InputError when a sound is silent
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
  for (const { id, after } of clips) {
    invariant(
      Math.abs(after.lufs - targetLufs) <= TOLERANCE_LU,
      `clip ${id}: expected ${targetLufs} LUFS after encoding, got ${after.lufs}`,
    );
  }
  return clips;
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
