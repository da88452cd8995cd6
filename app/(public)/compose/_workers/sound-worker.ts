import { instrumentFrom } from "@/lib/audio/instruments";
import { encodeMp3 } from "@/lib/audio/mp3";
import { PIANO_SAMPLES } from "@/lib/audio/piano-samples";
import { renderSet } from "@/lib/audio/render-set";
import { SAMPLE_RATE } from "@/lib/audio/types";
import type { OnShare, SampledNote, SoundReply, SoundTask } from "./messages";
import { serve } from "./serve";

/** Length of a sampler's note: the piano has all but died away by then. */
const SAMPLE_SECONDS = 6;

/** The study's piano, its recordings fetched from the site. */
const piano = instrumentFrom("piano", async (file) => {
  const sample = PIANO_SAMPLES.find((known) => known.file === file)!;
  const response = await fetch(`/compose/piano/${sample.pitch}.ogg`);
  if (!response.ok) throw new Error(`piano: status ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
});

async function sampledNote(pitch: number): Promise<SampledNote> {
  const length = SAMPLE_SECONDS * SAMPLE_RATE;
  const note = { pitch, left: new Float32Array(length), right: new Float32Array(length) };
  await piano.prepare([pitch]);
  piano.addNote(note, { pitch, at: 0, hold: length });
  return note;
}

/** Every recording that a range of pitches needs; with them all is there that an MP3 needs, too. */
async function samples(
  { lowest, highest }: { lowest: number; highest: number },
  onShare: OnShare,
): Promise<SampledNote[]> {
  // One beyond each end: the nearest recording of the outermost pitches may lie there.
  const needed = PIANO_SAMPLES.filter(({ pitch }) => pitch >= lowest - 1 && pitch <= highest + 1);
  const notes: SampledNote[] = [];
  for (const { pitch } of needed) {
    notes.push(await sampledNote(pitch));
    onShare(notes.length / needed.length);
  }
  // The encoder unpacks its program at first use: done now, while the network is surely there.
  await encodeMp3({ left: new Float32Array(1152), right: new Float32Array(1152) });
  return notes;
}

async function mp3(
  { notes, tempo, steps }: Extract<SoundTask, { kind: "mp3" }>,
  onShare: OnShare,
): Promise<Uint8Array> {
  const settings = { instrument: piano, tempo, steps };
  const set = await renderSet([{ id: "piece", notes }], settings, ({ stage, done, total }) =>
    onShare((done / total + (stage === "encoding" ? 1 : 0)) / 2),
  );
  return set.clips[0]!.mp3;
}

serve<SoundTask, SoundReply>(async (request, { onShare }) => {
  const empty = { sampleRate: SAMPLE_RATE, samples: [], mp3: new Uint8Array(0) };
  if (request.kind === "mp3") return { reply: { ...empty, mp3: await mp3(request, onShare) } };
  const notes = await samples(request, onShare);
  const transfer = notes.flatMap(({ left, right }) => [left.buffer, right.buffer]);
  return { reply: { ...empty, samples: notes }, transfer };
});
