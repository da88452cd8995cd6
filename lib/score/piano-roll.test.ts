import { describe, expect, it } from "vitest";
import { sortNotes } from "@/lib/music/notes";
import { pianoRollSvg } from "@/lib/score/piano-roll";
import { SCORE_TUNES } from "@/tests/golden/score-tunes";

const tune = SCORE_TUNES.chorale!;
const rects = (svg: string) =>
  [...svg.matchAll(/<rect [^>]*>/g)].map(([rect]) => {
    const value = (name: string) => Number(new RegExp(` ${name}="([^"]*)"`).exec(rect)![1]);
    return { rect, value };
  });

describe("the piano roll", () => {
  it("draws every note at its time and pitch", () => {
    const found = rects(pianoRollSvg(tune, { width: 1280, height: 600, pitchRange: [36, 95] }));
    expect(found).toHaveLength(tune.length);
    sortNotes(tune).forEach((note, i) => {
      const { value } = found[i]!;
      expect(value("data-start")).toBe(note.start);
      expect(value("data-end")).toBe(note.start + note.duration);
      expect(value("x")).toBe(note.start * 10);
      expect(value("width")).toBe(note.duration * 10 - 0.75);
      expect(value("y")).toBe((95 - note.pitch) * 10);
      expect(value("height")).toBe(10);
    });
  });

  it("keeps all notes inside and marks what was given", () => {
    const svg = pianoRollSvg(tune, { width: 200, height: 40, givenSteps: 64 });
    for (const { rect, value } of rects(svg)) {
      expect(value("y")).toBeGreaterThanOrEqual(0);
      expect(value("y") + value("height")).toBeLessThanOrEqual(40);
      expect(value("x") + value("width")).toBeLessThanOrEqual(200);
      expect(rect.includes("given")).toBe(value("data-start") < 64);
    }
  });

  it("is the same text for the same notes, and safe with any label", () => {
    expect(pianoRollSvg([...tune].reverse())).toBe(pianoRollSvg(tune));
    expect(pianoRollSvg([], { label: `"<b>` })).toContain('aria-label="&quot;&lt;b&gt;"');
    expect(() => pianoRollSvg(tune, { steps: 64 })).toThrow(/within 64 steps/);
  });
});
