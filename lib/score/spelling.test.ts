import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bestKey, soundingPitch, spell } from "@/lib/score/spelling";

const scale = (tonic: number) =>
  [0, 2, 4, 5, 7, 9, 11, 12].map((interval, i) => ({
    pitch: tonic + interval,
    start: i * 2,
    duration: 2,
    voice: 0,
  }));
const name = (pitch: number, fifths: number, next?: number) => {
  const { letter, alter, octave } = spell(pitch, fifths, next);
  return `${letter}${alter > 0 ? "#".repeat(alter) : "b".repeat(-alter)}${octave}`;
};

describe("the key", () => {
  it.each([
    [60, 0],
    [67, 1],
    [62, 2],
    [69, 3],
    [64, 4],
    [71, 5],
    [66, 6],
    [65, -1],
    [70, -2],
    [63, -3],
    [68, -4],
    [61, -5],
  ])("of the major scale on %i has %i fifths", (tonic, fifths) => {
    expect(bestKey(scale(tonic))).toBe(fifths);
  });
});

describe("spelling", () => {
  it("names the same sounding pitch in every key and before every note", () => {
    const pitch = fc.integer({ min: 0, max: 127 });
    fc.assert(
      fc.property(pitch, fc.integer({ min: -5, max: 6 }), pitch, (p, fifths, next) => {
        expect(soundingPitch(spell(p, fifths))).toBe(p);
        expect(soundingPitch(spell(p, fifths, next))).toBe(p);
        expect(Math.abs(spell(p, fifths, next).alter)).toBeLessThanOrEqual(2);
      }),
    );
  });

  it("takes the key's letters, sharps going up and flats going down", () => {
    expect([60, 62, 64, 65, 67, 69, 71].map((p) => name(p, 0))).toEqual([
      "C4",
      "D4",
      "E4",
      "F4",
      "G4",
      "A4",
      "B4",
    ]);
    expect([61, 63, 66, 68, 70].map((p) => name(p, 0))).toEqual([
      "C#4",
      "Eb4",
      "F#4",
      "G#4",
      "Bb4",
    ]);
    expect(name(70, 0, 71)).toBe("A#4");
    expect(name(68, 0, 67)).toBe("Ab4");
    expect(name(66, -2)).toBe("F#4");
    expect(name(71, -5, 70)).toBe("Cb5");
  });
});
