import { z } from "zod";
import { ENCODING_IDS } from "@/lib/encoding/encoding";
import { ENCODINGS } from "@/lib/encoding/registry";
import type { StoredSet } from "@/lib/generation/stimulus-folder";
import { midiToNotes } from "@/lib/music/midi-reading";
import type { Note } from "@/lib/music/notes";
import { DEFAULT_TEMPO, type Timing } from "@/lib/music/timing";
import { InputError } from "@/lib/shared/invariant";
import type { Manifest, Stimulus } from "@/lib/stimuli/manifest";
import { stimulusFileName } from "@/lib/stimuli/stimulus-ids";

const eventsSchema = z.strictObject({
  encoding: z.enum(ENCODING_IDS),
  steps: z.int().positive(),
  events: z.array(z.int().min(0)),
});

/** What stands in an events file. */
export type StoredEvents = z.infer<typeof eventsSchema>;

/** A stored clip as music. */
export interface StoredMusic extends Timing {
  notes: Note[];
  steps: number;
}

/**
 * Reads the events of a stimulus; null where it has none.
 * @throws InputError when the file is not what an events file is
 */
export async function readEvents(
  { read }: StoredSet,
  stimulus: Stimulus,
): Promise<StoredEvents | null> {
  if (!stimulus.files.events) return null;
  const text = new TextDecoder().decode(await read(stimulus.id, "events"));
  try {
    return eventsSchema.parse(JSON.parse(text));
  } catch (cause) {
    const name = stimulusFileName(stimulus.id, "events");
    throw new InputError(`${name}: expected encoding, steps and events`, { cause });
  }
}

/** The file that a stimulus's music is read from; null where there is only sound. */
export function musicSource({ set }: Manifest, { files }: Stimulus): "events" | "mid" | null {
  // The clips of a lab's own set have no length in common, and their MIDI is what the lab brought.
  const kind = set.steps === null ? "mid" : "events";
  return files[kind] ? kind : null;
}

/**
 * The music of a stimulus: of a generated clip from its events, of one that a lab brought from its
 * MIDI file; null where there is only sound.
 * @throws InputError where the stored events or the MIDI file cannot be read
 */
export async function readMusic(
  stored: StoredSet,
  stimulus: Stimulus,
): Promise<StoredMusic | null> {
  const source = musicSource(stored.manifest, stimulus);
  if (source === "mid") return midiToNotes(await stored.read(stimulus.id, "mid"));
  const clip = source && (await readEvents(stored, stimulus));
  if (!clip) return null;
  const { notes } = ENCODINGS[clip.encoding].decode(clip.events, clip.steps);
  return { notes, steps: clip.steps, tempo: stored.manifest.set.tempo ?? DEFAULT_TEMPO };
}
