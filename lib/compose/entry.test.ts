import toneMidi from "@tonejs/midi";
import { describe, expect, it } from "vitest";
import { foldPitch, pitchOfKey, quantise } from "@/lib/compose/entry";
import { melodyOfMidi, topLine } from "@/lib/compose/midi-melody";
import { notesToMidi } from "@/lib/music/midi";

const { Midi } = toneMidi;

describe("the computer keyboard", () => {
  it("plays a row of white keys with the black ones above, within the range", () => {
    expect(["KeyA", "KeyW", "KeyS", "KeyK"].map((code) => pitchOfKey(code, 60))).toEqual([
      60, 61, 62, 72,
    ]);
    expect(pitchOfKey("KeyZ", 60)).toBeNull();
    expect(pitchOfKey("KeyL", 72)).toBeNull();
  });
});

describe("a MIDI file", () => {
  it("gives its top line, in the models' range by octaves, and its tempo", () => {
    const notes = [
      { pitch: 84, start: 0, duration: 8, voice: 0 },
      { pitch: 40, start: 0, duration: 16, voice: 1 },
      { pitch: 36, start: 4, duration: 4, voice: 2 },
    ];
    expect(melodyOfMidi(notesToMidi(notes, { tempo: 90 }))).toEqual({
      notes: [
        { pitch: 72, start: 0, duration: 4 },
        { pitch: 48, start: 4, duration: 4 },
      ],
      tempo: 90,
      leftOut: 1,
      moved: 0,
    });
    expect([21, 47, 48, 83, 84, 108].map(foldPitch)).toEqual([57, 59, 48, 83, 72, 72]);
  });

  it("of another program goes to the sixteenth grid: short ends, played beginnings", () => {
    const midi = new Midi();
    const track = midi.addTrack();
    const { ppq } = midi.header;
    const add = (pitch: number, quarters: number, length: number) =>
      track.addNote({ midi: pitch, ticks: quarters * ppq, durationTicks: length * ppq });
    add(60, 0, 0.9);
    add(62, 1.02, 0.4);
    add(64, 1.55, 0.05);
    add(65, 2.1, 0.8);
    const { notes, moved } = melodyOfMidi(midi.toArray());
    expect(notes.map((note) => [note.pitch, note.start, note.duration])).toEqual([
      [60, 0, 4],
      [62, 4, 2],
      [64, 6, 1],
      [65, 8, 4],
    ]);
    expect(moved).toBe(2);
  });

  it("that is none is refused in words", () => {
    expect(() => melodyOfMidi(new Uint8Array([1, 2, 3]))).toThrow(/standard MIDI file/);
  });

  it("keeps the longer of two voices only up to the next onset", () => {
    expect(topLine([{ pitch: 60, start: 0, duration: 9, voice: 0 }])[0]?.duration).toBe(9);
  });
});

describe("what was played in time", () => {
  it("goes to the nearest sixteenth, one note at a time", () => {
    const keys = [
      { pitch: 60, down: 0.02, up: 0.6 },
      { pitch: 62, down: 0.49, up: 0.52 },
      { pitch: 64, down: 1.01, up: 1.48 },
    ];
    expect(quantise(keys, 120)).toEqual([
      { pitch: 60, start: 0, duration: 4 },
      { pitch: 62, start: 4, duration: 1 },
      { pitch: 64, start: 8, duration: 4 },
    ]);
  });

  it("starts no earlier than the first beat and keeps the later of two on one step", () => {
    const keys = [
      { pitch: 60, down: -0.1, up: 0.2 },
      { pitch: 62, down: 0.03, up: 0.24 },
    ];
    expect(quantise(keys, 120)).toEqual([{ pitch: 62, start: 0, duration: 2 }]);
  });
});
