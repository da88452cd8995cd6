import fc from "fast-check";
import { parseMidi, writeMidi } from "midi-file";
import { describe, expect, it } from "vitest";
import { notesToMidi } from "@/lib/music/midi";
import { midiToNotes } from "@/lib/music/midi-reading";
import { type Note, sortNotes } from "@/lib/music/notes";

const STEPS = 128;

/** A voice as alternating gaps and lengths, so that it never overlaps itself. */
const voiceNotes = fc
  .array(fc.tuple(fc.nat(6), fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 127 })), {
    minLength: 1,
    maxLength: 60,
  })
  .map((cells) => {
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

const music = fc
  .array(voiceNotes, { minLength: 1, maxLength: 4 })
  .map((voices) => voices.flatMap((notes, voice) => notes.map((note) => ({ ...note, voice }))));

describe("MIDI files", () => {
  it("give back the notes that were written, voice by voice", () => {
    fc.assert(
      fc.property(music, fc.integer({ min: 20, max: 300 }), (notes, tempo) => {
        const reading = midiToNotes(notesToMidi(notes, { tempo, steps: STEPS }));
        expect(reading.notes).toEqual(sortNotes(notes));
        expect(reading.steps).toBe(STEPS);
        expect(reading.tempo).toBeCloseTo(tempo, 2);
      }),
      { numRuns: 300 },
    );
  });

  it("end every track at the asked step and hold no text", () => {
    const notes = [
      { pitch: 60, start: 0, duration: 4, voice: 0 },
      { pitch: 60, start: 2, duration: 7, voice: 1 },
    ];
    const bytes = notesToMidi(notes, { steps: STEPS });
    const tracks = parseMidi(bytes).tracks;
    expect(tracks).toHaveLength(3);
    for (const track of tracks) {
      expect(track.reduce((ticks, event) => ticks + event.deltaTime, 0)).toBe(STEPS * 120);
      expect(track.some((event) => "text" in event)).toBe(false);
    }
    expect(notesToMidi([...notes].reverse(), { steps: STEPS })).toEqual(bytes);
  });

  it("refuse notes outside the steps and two notes at once in a voice", () => {
    const note = { pitch: 60, start: 0, duration: 4, voice: 0 };
    expect(() => notesToMidi([{ ...note, start: 126 }])).toThrow(/within 128 steps.*130/);
    expect(() => notesToMidi([note, { ...note, start: 3 }])).toThrow(/voice 0, got two at step 3/);
    expect(() => notesToMidi([{ ...note, pitch: 60.5 }])).toThrow(/note on the grid/);
  });

  it("are refused with a reason when they can't be read as steps", () => {
    expect(() => midiToNotes(new TextEncoder().encode("not a MIDI file"))).toThrow(
      /expected a standard MIDI file/,
    );
    expect(() => midiToNotes(notesToMidi([]))).toThrow(/at least one note, got none/);
    expect(() => midiToNotes(oneNoteFile(40, 120))).toThrow(/sixteenth grid.*starts at step 0.33/);
    expect(() => midiToNotes(oneNoteFile(120, 170))).toThrow(/sixteenth grid.*ends at step 2.42/);
  });

  it("are read with small timing differences, as a played or re-exported file has them", () => {
    expect(midiToNotes(oneNoteFile(118, 244)).notes).toEqual([
      { pitch: 64, start: 1, duration: 2, voice: 0, velocity: 64 },
    ]);
  });
});

function oneNoteFile(start: number, length: number): Uint8Array {
  const key = { channel: 0, noteNumber: 64 };
  return Uint8Array.from(
    writeMidi({
      header: { format: 0, numTracks: 1, ticksPerBeat: 480 },
      tracks: [
        [
          { deltaTime: start, type: "noteOn", ...key, velocity: 64 },
          { deltaTime: length, type: "noteOff", ...key, velocity: 0 },
          { deltaTime: 0, meta: true, type: "endOfTrack" },
        ],
      ],
    }),
  );
}
