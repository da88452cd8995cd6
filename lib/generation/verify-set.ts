import { CEILING_DBTP, CLIP_BITRATE, TARGET_LUFS } from "@/lib/audio/clip-level";
import { withClipEncoder } from "@/lib/audio/encoder-threads-node";
import { loadInstrument } from "@/lib/audio/instruments-node";
import { levelSet } from "@/lib/audio/level-set";
import { decodeMp3, MP3_ENCODER } from "@/lib/audio/mp3";
import { imageOf, RENDERER_VERSION, render } from "@/lib/audio/render";
import type { Instrument } from "@/lib/audio/types";
import { digestOf, type FileBytes, scoreFiles } from "@/lib/generation/clip-files";
import type { StoredSet } from "@/lib/generation/stimulus-folder";
import { musicSource, readMusic, type StoredMusic } from "@/lib/generation/stored-clip";
import { InputError } from "@/lib/shared/invariant";
import type { OnProgress } from "@/lib/shared/progress";
import { FILE_KINDS, type FileKind, type Manifest, type Stimulus } from "@/lib/stimuli/manifest";
import { stimulusIdOf } from "@/lib/stimuli/stimulus-ids";

/** Largest difference between two renderings that counts as the same sound, in dBFS. */
const SAME_SOUND_DBFS = -90;

/** What became of one stimulus. */
export interface ClipCheck {
  id: string;
  role: string;
  condition: string;
  item: string;
  /** Files that were made again from the music and have the same bytes. */
  madeAgain: FileKind[];
  /** Files whose bytes have the recorded digest; nothing to make them from. */
  onlyRead: FileKind[];
  /** Other bytes than those recorded, but nothing that anyone could hear. */
  remarks: string[];
  /** What is wrong; empty when the stimulus is what the manifest says. */
  faults: string[];
}

/** What became of a set. */
export interface SetCheck {
  /** Versions that differ from those that made the set. */
  remarks: string[];
  clips: ClipCheck[];
}

interface Remade {
  stimulus: Stimulus;
  music: StoredMusic | null;
  files: FileBytes;
}

/** Difference of two sounds at its highest point, in dBFS; infinite when their lengths differ. */
async function difference(a: Uint8Array, b: Uint8Array): Promise<number> {
  const [one, other] = [await decodeMp3(a), await decodeMp3(b)];
  if (one.left.length !== other.left.length) return Number.POSITIVE_INFINITY;
  let highest = 0;
  for (const channel of ["left", "right"] as const) {
    for (let i = 0; i < one[channel].length; i++)
      highest = Math.max(highest, Math.abs(one[channel][i]! - other[channel][i]!));
  }
  return 20 * Math.log10(highest);
}

/** Renders again all clips that are music, at the level that the manifest records. */
async function soundsAgain(
  clips: readonly Remade[],
  { set }: Manifest,
  instrument: Instrument,
  onProgress: OnProgress,
): Promise<void> {
  const playable = clips.filter((clip) => clip.music);
  const sources = playable.map(({ stimulus, music }) => ({
    id: stimulus.id,
    pcm: () => render(music!.notes, { ...music!, instrument }),
  }));
  const { target, truePeakLimit } = set.loudness;
  const level = {
    bitrate: CLIP_BITRATE,
    targetLufs: target ?? TARGET_LUFS,
    ceilingDbtp: truePeakLimit ?? CEILING_DBTP,
  };
  const { clips: rendered } = await withClipEncoder(sources.length, (encoder) =>
    levelSet(sources, { ...level, encoder }, onProgress),
  );
  playable.forEach((clip, index) => {
    clip.files.mp3 = rendered[index]!.mp3;
  });
}

async function compareFile(
  check: ClipCheck,
  kind: FileKind,
  stored: Uint8Array,
  again: Uint8Array | undefined,
): Promise<void> {
  if (!again) check.onlyRead.push(kind);
  else if (digestOf(again) === digestOf(stored)) check.madeAgain.push(kind);
  else if (kind !== "mp3") check.faults.push(`${kind}: made again, it has other content`);
  else {
    const dbfs = await difference(stored, again);
    const words = `mp3: made again, it differs by ${dbfs.toFixed(1)} dBFS`;
    (dbfs <= SAME_SOUND_DBFS ? check.remarks : check.faults).push(words);
  }
}

async function checkClip(
  stored: StoredSet,
  stimulus: Stimulus,
  again: FileBytes,
): Promise<ClipCheck> {
  const { id, role, condition, item, files } = stimulus;
  const check: ClipCheck = {
    id,
    role,
    condition,
    item,
    madeAgain: [],
    onlyRead: [],
    remarks: [],
    faults: [],
  };
  if (stimulusIdOf({ role, condition, item, mp3: files.mp3.sha256 }) !== id)
    check.faults.push("id: it does not follow from role, condition, item and sound");
  for (const kind of FILE_KINDS) {
    if (!files[kind]) continue;
    const { bytes, fault } = await readRecorded(stored, stimulus, kind);
    if (bytes) await compareFile(check, kind, bytes, again[kind]);
    else check.faults.push(fault!);
  }
  return check;
}

/** Bytes of a file if they are the recorded ones; else why not. */
async function readRecorded(
  stored: StoredSet,
  { id, files }: Stimulus,
  kind: FileKind,
): Promise<{ bytes?: Uint8Array; fault?: string }> {
  try {
    const bytes = await stored.read(id, kind);
    const digest = digestOf(bytes);
    if (digest === files[kind]!.sha256) return { bytes };
    return { fault: `${kind}: expected digest ${files[kind]!.sha256}, got ${digest}` };
  } catch (error) {
    if (error instanceof InputError) return { fault: `${kind}: ${error.message}` };
    throw error;
  }
}

/** Makes again what can be made of one stimulus, the sound left out. */
async function remake(stored: StoredSet, stimulus: Stimulus): Promise<Remade> {
  const source = musicSource(stored.manifest, stimulus);
  const intact = source && (await readRecorded(stored, stimulus, source)).bytes;
  const music = intact ? await readMusic(stored, stimulus) : null;
  const { mid, musicxml, svg } = stimulus.files;
  const scores = music && (mid || musicxml || svg) ? await scoreFiles(music.notes, music) : {};
  return { stimulus, music, files: { ...scores } };
}

function versionRemarks({ set }: Manifest, instrument: Instrument): string[] {
  const version = `${RENDERER_VERSION}, ${MP3_ENCODER}`;
  const pairs = [
    ["renderer", set.renderer.version, version],
    ["samples", set.renderer.samplesVersion ?? instrument.digest, instrument.digest],
  ];
  return pairs
    .filter(([, recorded, ours]) => recorded !== ours)
    .map(([what, recorded, ours]) => `${what}: the set has ${recorded}, this program ${ours}`);
}

/**
 * Checks every file of a set against its digest, and makes again from the events (of a lab's own
 * clips: from the MIDI) what can be: MP3, MIDI, MusicXML and SVG.
 * A missing or changed file is a fault of its clip; the others are checked all the same.
 */
export async function verifySet(
  stored: StoredSet,
  onProgress: OnProgress = () => {},
): Promise<SetCheck> {
  const { manifest } = stored;
  const clips: Remade[] = [];
  for (const stimulus of manifest.stimuli) {
    clips.push(await remake(stored, stimulus));
    await onProgress({ stage: "scoring", done: clips.length, total: manifest.stimuli.length });
  }
  const playable = clips.some((clip) => clip.music);
  const instrument = playable
    ? loadInstrument(manifest.set.instrument, imageOf(manifest.set.renderer.version))
    : undefined;
  if (instrument) await soundsAgain(clips, manifest, instrument, onProgress);
  const checks: ClipCheck[] = [];
  for (const { stimulus, files } of clips) checks.push(await checkClip(stored, stimulus, files));
  return { remarks: instrument ? versionRemarks(manifest, instrument) : [], clips: checks };
}
