import { describe, expect, it } from "vitest";
import { midiToNotes } from "@/lib/music/midi-reading";
import { sortNotes } from "@/lib/music/notes";
import { engrave, evenLines, loadEngraver } from "@/lib/score/engrave";
import { musicXml } from "@/lib/score/musicxml";
import { SCORE_TUNES } from "@/tests/golden/score-tunes";

const tunes = Object.entries(SCORE_TUNES);

describe("an engraved score", () => {
  it.each(tunes)("of %s stays inside its width and shows every note once", async (_name, notes) => {
    for (const width of [340, 1100]) {
      const { svg, width: drawn, height } = await engrave(musicXml(notes), { width });
      expect(drawn).toBe(width);
      expect(height).toBeGreaterThan(50);
      const ids = [...svg.matchAll(/ id="n(\d+)-0" class="note"/g)].map(([, number]) =>
        Number(number),
      );
      expect(ids.sort((a, b) => a - b)).toEqual(notes.map((_, index) => index));
      expect(svg).not.toMatch(/Leipzig|data:application/);
      expect(svg.split('class="measure"')).toHaveLength(9);
    }
  });

  it("breaks into more lines the narrower it is", async () => {
    const xml = musicXml(SCORE_TUNES.syncopated!);
    const lines = async (width: number) => {
      const { svg } = await engrave(xml, { width });
      return svg.split('class="system"').length - 1;
    };
    const [phone, tablet, desk] = [await lines(340), await lines(700), await lines(1100)];
    expect(phone).toBeGreaterThanOrEqual(4);
    expect(tablet).toBeLessThan(phone);
    expect(desk).toBe(2);
  });

  it.each(tunes)("of %s has a time map of what sounds at each step", async (_name, notes) => {
    const { timeMap } = await engrave(musicXml(notes), { width: 700 });
    const sounding = new Set<number>();
    const at = new Map<number, Set<number>>();
    for (const { step, on, off } of timeMap) {
      for (const id of off) sounding.delete(Number(/^n(\d+)-/.exec(id)![1]));
      for (const id of on) sounding.add(Number(/^n(\d+)-/.exec(id)![1]));
      at.set(step, new Set(sounding));
    }
    const sorted = sortNotes(notes);
    for (const [step, numbers] of at) {
      const expected = sorted.flatMap(({ start, duration }, number) =>
        start <= step && step < start + duration ? [number] : [],
      );
      expect([step, [...numbers].sort((a, b) => a - b)]).toEqual([step, expected]);
    }
    for (const note of notes) expect(at.has(note.start)).toBe(true);
  });

  it.each(tunes)(
    "of %s is heard by verovio with the same pitches, onsets, lengths",
    async (_n, notes) => {
      const toolkit = await loadEngraver();
      toolkit.loadData(musicXml(notes));
      const midi = midiToNotes(Uint8Array.from(Buffer.from(toolkit.renderToMIDI(), "base64")));
      const plain = (list: typeof notes) =>
        list.map(({ start, pitch, duration }) => `${start} ${pitch} ${duration}`).sort();
      expect(plain(midi.notes)).toEqual(plain(notes));
      expect(midi.tempo).toBeCloseTo(120, 3);
    },
  );

  it("is the same text on every run", async () => {
    const xml = musicXml(SCORE_TUNES.chorale!);
    expect(await engrave(xml, { width: 500 })).toEqual(await engrave(xml, { width: 500 }));
  });

  it("refuses what it can't read or fit", async () => {
    await expect(engrave("no score", { width: 500 })).rejects.toThrow(/expected MusicXML/);
    await expect(engrave(musicXml([]), { width: 100 })).rejects.toThrow(/at least 200 px, got 100/);
  });

  it("spreads bars evenly only where every line has room", () => {
    expect(evenLines([7, 1])).toEqual([4, 4]);
    expect(evenLines([3, 3, 2])).toEqual([3, 3, 2]);
    expect(evenLines([6, 6, 4])).toEqual([6, 6, 4]);
    expect(evenLines([2, 1, 2, 2, 1])).toEqual([2, 1, 2, 2, 1]);
    expect(evenLines([8])).toEqual([8]);
  });
});
