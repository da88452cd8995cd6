import { CEILING_DBTP, TARGET_LUFS } from "@/lib/audio/clip-level";
import type { RenderedClip } from "@/lib/audio/types";
import type { StimulusSet } from "@/lib/stimuli/manifest";

/** How far one speaker or one ear may have a clip softer or louder than both have it, in LU. */
const EAR_TOLERANCE_LU = 0.5;
/** How far the encoder may change a level that is kept, in LU. */
const KEPT_TOLERANCE_LU = 0.5;

/** A clip with its name for people: its row and file. */
export interface NamedSound {
  name: string;
  sound: RenderedClip;
}

const signed = (value: number) => `${value > 0 ? "+" : ""}${value.toFixed(1)}`;
const level = (lufs: number) => (Number.isFinite(lufs) ? `${lufs.toFixed(1)} LUFS` : "silent");

/**
 * What people who bring their own sound should know of a set's levels, a line each: clips that are not
 * as loud on one speaker or one ear as in stereo, a set that had to be made softer and for whose sake,
 * kept levels that the encoder changed, and peaks over full scale.
 * @param loweredByDb how far the set's target was lowered
 */
export function soundRemarks(
  clips: readonly NamedSound[],
  { loweredByDb, kept }: { loweredByDb: number; kept: boolean },
): string[] {
  return [
    ...(loweredByDb > 0 ? [loweredRemark(clips, loweredByDb)] : []),
    ...clips.flatMap(earRemark),
    ...(kept ? clips.flatMap(keptRemark) : []),
  ];
}

function earRemark({ name, sound }: NamedSound): string[] {
  const { lufs, byEar } = sound.after;
  const off = Object.values(byEar).some((one) => Math.abs(one - lufs) > EAR_TOLERANCE_LU);
  if (!off) return [];
  const { mono, left, right } = byEar;
  return [
    `${name}: ${level(lufs)} in stereo, but ${level(mono)} on one speaker, ${level(left)} with the left channel alone, ${level(right)} with the right: listeners hear it louder or softer by their device`,
  ];
}

function loweredRemark(clips: readonly NamedSound[], loweredByDb: number): string {
  const crest = ({ sound: { before } }: NamedSound) => before.truePeakDbtp - before.lufs;
  const worst = clips.reduce((most, clip) => (crest(clip) > crest(most) ? clip : most));
  const target = (TARGET_LUFS - loweredByDb).toFixed(1);
  return `all clips were brought to ${target} LUFS, not ${TARGET_LUFS}: a peak of ${worst.name} stands ${crest(worst).toFixed(1)} dB above its loudness, and none may pass ${CEILING_DBTP} dBTP`;
}

function keptRemark({ name, sound: { before, after } }: NamedSound): string[] {
  const lost = after.lufs - before.lufs;
  return [
    ...(Math.abs(lost) > KEPT_TOLERANCE_LU
      ? [
          `${name}: the MP3 is ${signed(lost)} LU beside the file: MP3 holds no sound above 18.6 kHz`,
        ]
      : []),
    ...(after.truePeakDbtp > 0
      ? [
          `${name}: peaks of ${signed(after.truePeakDbtp)} dBTP are over full scale, players cut them off`,
        ]
      : []),
  ];
}

/** What the manifest says of a clip's loudness beside that in stereo. */
export function byEarOf({
  after: { byEar },
}: RenderedClip): NonNullable<StimulusSet["loudness"]["byEar"]>[string] {
  const known = (lufs: number) => (Number.isFinite(lufs) ? lufs : null);
  return { mono: known(byEar.mono), left: known(byEar.left), right: known(byEar.right) };
}
