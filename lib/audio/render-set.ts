import { CEILING_DBTP, CLIP_BITRATE, TARGET_LUFS } from "@/lib/audio/clip-level";
import { levelSet, type SoundSource } from "@/lib/audio/level-set";
import { MP3_ENCODER } from "@/lib/audio/mp3";
import { RENDERER_VERSION, render, renderedSamples } from "@/lib/audio/render";
import {
  type ClipNotes,
  type RenderedSet,
  SAMPLE_RATE,
  type SetRenderSettings,
} from "@/lib/audio/types";
import { CLIP_STEPS } from "@/lib/music/notes";
import { InputError } from "@/lib/shared/invariant";
import type { OnProgress } from "@/lib/shared/progress";

/**
 * Renders a whole set: every clip with the same instrument, tempo and length, brought to one loudness,
 * as MP3 files of equal length in samples and bytes. The same notes and settings give the same bytes.
 * @param others sounds that are no music, of the same length; they come after the clips
 * @throws InputError when a clip holds no note or the settings are out of range
 */
export async function renderSet(
  clips: readonly ClipNotes[],
  settings: SetRenderSettings,
  onProgress?: OnProgress,
  others: readonly SoundSource[] = [],
): Promise<RenderedSet> {
  const { instrument, tempo = 120, steps = CLIP_STEPS, tailSeconds = 1 } = settings;
  const {
    bitrate = CLIP_BITRATE,
    targetLufs = TARGET_LUFS,
    ceilingDbtp = CEILING_DBTP,
    encoder,
  } = settings;
  const empty = clips.find((clip) => clip.notes.length === 0);
  if (empty) throw new InputError(`clip ${empty.id}: expected at least one note, got none`);
  const how = { instrument, tempo, steps, tailSeconds };
  const samples = renderedSamples(how);
  const sources = clips.map(({ id, notes }) => ({ id, pcm: () => render(notes, how) }));
  const all = [...sources, ...others];
  const levelled = await levelSet(all, { bitrate, targetLufs, ceilingDbtp, encoder }, onProgress);
  const { id, version, digest, credit } = instrument;
  return {
    ...levelled,
    ceilingDbtp,
    sampleRate: SAMPLE_RATE,
    seconds: samples / SAMPLE_RATE,
    samples,
    bitrate,
    tempo,
    steps,
    instrument: { id, version, digest, credit },
    renderer: RENDERER_VERSION,
    encoder: MP3_ENCODER,
  };
}
