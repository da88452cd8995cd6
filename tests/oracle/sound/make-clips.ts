// Makes a folder of clips for check.ts: the five score tunes and drawn melodies and chorales.
//   node --import tsx tests/oracle/sound/make-clips.ts FOLDER [DRAWN=10]
import { mkdirSync } from "node:fs";
import { loadInstrument } from "@/lib/audio/instruments-node";
import { renderSet } from "@/lib/audio/render-set";
import { notesToMidi } from "@/lib/music/midi";
import type { Note } from "@/lib/music/notes";
import { musicXml } from "@/lib/score/musicxml";
import { namedStream } from "@/lib/shared/rng";
import { SCORE_TUNES } from "@/tests/golden/score-tunes";
import { writeInto } from "@/tests/oracle/sound/programs";

const [folder, drawn = "10"] = process.argv.slice(2);
if (!folder) throw new Error("expected a folder to write to");
mkdirSync(folder, { recursive: true });

const clips = Object.entries(SCORE_TUNES).map(([id, notes]) => ({ id, notes }));
for (let i = 0; i < Number(drawn); i++) clips.push({ id: `drawn-${i}`, notes: drawNotes(i) });
for (const { id, notes } of clips) {
  writeInto(folder, `${id}.mid`, notesToMidi(notes));
  writeInto(folder, `${id}.musicxml`, musicXml(notes));
}
const set = await renderSet(clips, { instrument: loadInstrument("piano") });
for (const { id, mp3 } of set.clips) writeInto(folder, `${id}.mp3`, mp3);
console.log(`${clips.length} clips at ${set.targetLufs} LUFS, lowered by ${set.loweredByDb} dB`);

/** Melodies over the whole alphabet in any rhythm; every third clip has four voices. */
function drawNotes(seed: number): Note[] {
  const rng = namedStream(seed, "oracle clips");
  const voices = seed % 3 === 2 ? 4 : 1;
  const notes: Note[] = [];
  for (let voice = 0; voice < voices; voice++) {
    const centre = voices === 1 ? 65 : 74 - 9 * voice;
    for (let at = rng.int(0, 6); at < 128; ) {
      const duration = Math.min(rng.int(1, rng.pick([2, 4, 8, 20])), 128 - at);
      const pitch = Math.max(48, Math.min(83, centre + rng.int(-12, 12)));
      notes.push({ pitch, start: at, duration, voice });
      at += duration + (rng.float() < 0.25 ? rng.int(1, 6) : 0);
    }
  }
  return notes;
}
