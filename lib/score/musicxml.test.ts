import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Note } from "@/lib/music/notes";
import { musicXml } from "@/lib/score/musicxml";
import { notate } from "@/lib/score/notation";
import { keyAlter } from "@/lib/score/spelling";
import { SCORE_TUNES } from "@/tests/golden/score-tunes";
import { readMusicXml } from "@/tests/oracle/sound/read-musicxml";

const BARS = 4;
const STEPS = BARS * 16;

/** A voice of any rhythm: gaps and lengths in turn. */
function anyVoice(lowest: number, highest: number) {
  const cell = fc.tuple(
    fc.nat(5),
    fc.integer({ min: 1, max: 24 }),
    fc.integer({ min: lowest, max: highest }),
  );
  return fc.array(cell, { minLength: 1, maxLength: 40 }).map((cells) => {
    const notes: Omit<Note, "voice">[] = [];
    let at = 0;
    for (const [gap, length, pitch] of cells) {
      const start = at + gap;
      const duration = Math.min(length, STEPS - start);
      if (duration < 1) break;
      notes.push({ pitch, start, duration });
      at = start + duration;
    }
    return notes;
  });
}

const music = (voices: { min: number; max: number }, lowest: number, highest: number) =>
  fc
    .array(anyVoice(lowest, highest), { minLength: voices.min, maxLength: voices.max })
    .map((parts) => parts.flatMap((notes, voice) => notes.map((note) => ({ ...note, voice }))));

const sounding = (notes: readonly Note[]) =>
  notes.map(({ pitch, start, duration }) => [start, pitch, duration].join()).sort();

describe("MusicXML", () => {
  it("of any melody reads back as the same notes", () => {
    fc.assert(
      fc.property(music({ min: 1, max: 1 }, 48, 83), (notes) => {
        const read = readMusicXml(musicXml(notes, { bars: BARS }));
        expect(sounding(read)).toEqual(sounding(notes));
      }),
      { numRuns: 500 },
    );
  });

  it("of two to four voices reads back as the same notes, each voice in a layer of its own", () => {
    fc.assert(
      fc.property(music({ min: 2, max: 4 }, 21, 108), (notes) => {
        const read = readMusicXml(musicXml(notes, { bars: BARS }));
        expect(sounding(read)).toEqual(sounding(notes));
        for (const voice of new Set(notes.map((note) => note.voice))) {
          const own = sounding(notes.filter((note) => note.voice === voice));
          const layers = [...new Set(read.map((note) => note.voice))];
          const same = layers.filter((layer) => {
            const written = sounding(read.filter((note) => note.voice === layer));
            return written.join(" ") === own.join(" ");
          });
          expect(same.length).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("of more voices than a chorale reads back as the same notes, written as tied chords", () => {
    fc.assert(
      fc.property(music({ min: 5, max: 8 }, 40, 80), (notes) => {
        const read = readMusicXml(musicXml(notes, { bars: BARS }));
        expect(sounding(read)).toEqual(sounding(notes));
      }),
      { numRuns: 200 },
    );
  });

  it.each(Object.entries(SCORE_TUNES))("of the tune %s stays as it was", async (name, notes) => {
    expect(sounding(readMusicXml(musicXml(notes)))).toEqual(sounding(notes));
    await expect(musicXml(notes)).toMatchFileSnapshot(`../../tests/golden/score-${name}.musicxml`);
  });

  it("has no voice, title or time of its own, and carries a title made safe", () => {
    const notes = SCORE_TUNES.tied!;
    const xml = musicXml(notes, { title: `A & B <"x">` });
    expect(xml).toContain("<work-title>A &amp; B &lt;&quot;x&quot;&gt;</work-title>");
    expect(musicXml(notes)).not.toMatch(/title|creator|software|date/);
    expect(musicXml([...notes].reverse())).toBe(musicXml(notes));
    expect(musicXml(notes, { tempo: 96 })).toContain("<per-minute>96</per-minute>");
  });

  it("refuses notes outside the bars", () => {
    const late = [{ pitch: 60, start: 120, duration: 9, voice: 0 }];
    expect(() => musicXml(late)).toThrow(/within 128 steps, got one that ends at 129/);
    expect(musicXml([], { bars: 2 })).toContain('<measure number="2">');
  });
});

describe("notation", () => {
  it("shows the beat: nothing but the usual syncopations crosses one unseen", () => {
    fc.assert(
      fc.property(music({ min: 1, max: 1 }, 48, 83), (notes) => {
        for (const item of notate(notes, BARS)
          .staves[0]!.bars.flat()
          .flatMap((l) => l.items)) {
          const end = item.at + item.steps;
          const inBeat = item.at % 4;
          // From within a beat a value ends by the next, but for the eighth-quarter-eighth figure.
          if (inBeat !== 0 && end > item.at - inBeat + 4) {
            expect([item.steps, item.at % 8]).toEqual([4, 2]);
          }
          // Over the middle of the bar go only values from the first beat, and the half note on the second.
          if (item.at < 8 && end > 8)
            expect(["0:12", "0:16", "4:8"]).toContain(`${item.at}:${item.steps}`);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("shows a sign wherever the line's last sign or the key would mislead", () => {
    fc.assert(
      fc.property(music({ min: 1, max: 4 }, 48, 83), (notes) => {
        const { fifths, staves } = notate(notes, BARS);
        for (const bar of staves.flatMap((staff) => staff.bars)) {
          // What a player reads, sign by sign; a tied head sounds like the one before it.
          const signs = new Map<string, number>();
          for (const item of bar.flatMap((l) => l.items).sort((a, b) => a.at - b.at)) {
            for (const { pitch, sign, tiedFrom } of item.heads) {
              const place = `${pitch.letter}${pitch.octave}`;
              if (sign !== null) signs.set(place, sign);
              const read = signs.get(place) ?? keyAlter(pitch.letter, fifths);
              if (!tiedFrom) expect(read).toBe(pitch.alter);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
