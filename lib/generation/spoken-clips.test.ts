import { describe, expect, it, vi } from "vitest";
import { levelSet } from "@/lib/audio/level-set";
import { integratedLoudness } from "@/lib/audio/loudness";
import { SAMPLE_RATE } from "@/lib/audio/types";
import { readInstructions, spokenClips } from "@/lib/generation/spoken-clips";
import { DEFAULT_LANGUAGES } from "@/lib/study/default-texts";

vi.setConfig({ testTimeout: 300_000 });

const EIGHT_BARS = 17 * SAMPLE_RATE;

/** Loudest sample of each stretch of a sound. */
const loudest = (sound: Float32Array, from: number, to: number) =>
  sound.slice(from, to).reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe("spoken instructions", () => {
  it("ask for either end of the scale in every language that a study begins with", () => {
    const asked = readInstructions().map(({ language, answer }) => `${language} ${answer}`);
    const wanted = DEFAULT_LANGUAGES.flatMap((tag) => [`${tag} lowest`, `${tag} highest`]);
    expect([...asked].sort()).toEqual([...wanted].sort());
    for (const { written, answer } of readInstructions())
      expect(written).toMatch(answer === "lowest" ? /lowest|最小/ : /highest|最大/);
  });

  it("are as long as the set's clips and said twice, and each is a sound of its own", async () => {
    const clips = await spokenClips(EIGHT_BARS);
    expect(clips).toHaveLength(4);
    const sums = new Set<number>();
    for (const { source } of clips) {
      const { left, right } = await source.pcm();
      expect([left.length, right.length]).toEqual([EIGHT_BARS, EIGHT_BARS]);
      expect(loudest(left, 0, SAMPLE_RATE / 2)).toBe(0);
      expect(loudest(left, SAMPLE_RATE, 3 * SAMPLE_RATE)).toBeGreaterThan(0.1);
      expect(loudest(left, 7 * SAMPLE_RATE, 8 * SAMPLE_RATE)).toBe(0);
      expect(loudest(left, 10 * SAMPLE_RATE, 12 * SAMPLE_RATE)).toBeGreaterThan(0.1);
      expect(loudest(left, 15 * SAMPLE_RATE, EIGHT_BARS)).toBe(0);
      sums.add(left.reduce((sum, value) => sum + Math.abs(value), 0));
    }
    expect(sums.size).toBe(4);
  });

  it("come to the loudness of music without making a set softer", async () => {
    const sources = (await spokenClips(5 * SAMPLE_RATE)).map((clip) => clip.source);
    const { clips, loweredByDb } = await levelSet(sources, {
      bitrate: 192,
      targetLufs: -18,
      ceilingDbtp: -1,
    });
    expect(loweredByDb).toBe(0);
    for (const { after } of clips) {
      expect(Math.abs(after.lufs + 18)).toBeLessThanOrEqual(0.5);
      expect(after.truePeakDbtp).toBeLessThanOrEqual(-1);
    }
    expect(new Set(clips.map(({ mp3 }) => mp3.length)).size).toBe(1);
  });

  it("are said once where there is room for once only, and left out where there is none", async () => {
    const [first] = await spokenClips(6 * SAMPLE_RATE);
    const { left, right } = await first!.source.pcm();
    expect(integratedLoudness({ left, right })).toBeGreaterThan(-30);
    expect(loudest(left, 5 * SAMPLE_RATE, 6 * SAMPLE_RATE)).toBe(0);
    expect(await spokenClips(2 * SAMPLE_RATE)).toEqual([]);
  });
});
