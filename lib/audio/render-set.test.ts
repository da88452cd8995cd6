import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadInstrument } from "@/lib/audio/instruments-node";
import { encodeUnlevelled, levelSet } from "@/lib/audio/level-set";
import { measure } from "@/lib/audio/loudness";
import { decodeMp3, encodeMp3 } from "@/lib/audio/mp3";
import { renderSet } from "@/lib/audio/render-set";
import { type RenderedSet, SAMPLE_RATE } from "@/lib/audio/types";
import { sha256Hex } from "@/lib/shared/canonical-json";
import { SCORE_TUNES } from "@/tests/golden/score-tunes";

const clips = Object.entries(SCORE_TUNES).map(([id, notes]) => ({ id, notes }));
const instrument = loadInstrument("piano");
let set: RenderedSet;
beforeAll(async () => {
  set = await renderSet(clips, { instrument });
});

describe("a rendered set", () => {
  it("has clips of one length in samples and bytes", () => {
    expect(set.seconds).toBe(17);
    for (const clip of set.clips) {
      expect(clip.samples).toBe(816_000);
      expect(clip.mp3.length).toBe(set.clips[0]!.mp3.length);
    }
  });

  it("has clips of one loudness, measured on what a player hears", async () => {
    expect(set.targetLufs).toBe(-18);
    for (const clip of set.clips) {
      const decoded = await decodeMp3(clip.mp3);
      expect(decoded.left).toHaveLength(816_000);
      expect(measure(decoded)).toEqual(clip.after);
      expect(Math.abs(clip.after.lufs + 18)).toBeLessThan(0.05);
      expect(clip.after.truePeakDbtp).toBeLessThan(-1);
    }
  });

  it("is the same on every run and in every company", async () => {
    const alone = await renderSet([clips[2]!], { instrument });
    expect(sha256Hex(alone.clips[0]!.mp3)).toBe(sha256Hex(set.clips[2]!.mp3));
  });

  it("holds nothing that tells one clip from another but its sound", () => {
    // The frame header and the Info tag up to its two check sums, which follow from the sound.
    const tag = (mp3: Uint8Array) => Buffer.from(mp3.subarray(0, 36 + 120 + 32)).toString("latin1");
    const afterTag = (mp3: Uint8Array) => mp3.subarray(36 + 120 + 36, 576);
    for (const { mp3 } of set.clips) {
      expect(tag(mp3)).toBe(tag(set.clips[0]!.mp3));
      expect(afterTag(mp3).every((byte) => byte === 0)).toBe(true);
    }
  });

  it("refuses a clip without notes, by its id", async () => {
    const empty = { id: "stm_x", notes: [] };
    await expect(renderSet([...clips, empty], { instrument })).rejects.toThrow(
      /stm_x: expected at least one note/,
    );
  });
});

describe("levelling", () => {
  /** Clicks over a soft hum: a peak far above the loudness. */
  const spiky = async () => {
    const left = Float32Array.from({ length: 2 * SAMPLE_RATE }, (_, i) => {
      const click = i % 24_000 < 48 ? 0.9 * Math.sin((2 * Math.PI * i) / 48) : 0;
      return click + 0.02 * Math.sin((2 * Math.PI * 440 * i) / SAMPLE_RATE);
    });
    return { left, right: left.slice() };
  };
  const hum = async () => {
    const left = Float32Array.from(
      { length: 2 * SAMPLE_RATE },
      (_, i) => 0.3 * Math.sin((2 * Math.PI * 440 * i) / SAMPLE_RATE),
    );
    return { left, right: left.slice() };
  };

  it("lowers the whole set when one clip would pass the ceiling", async () => {
    const settings = { bitrate: 192, targetLufs: -18, ceilingDbtp: -1 } as const;
    const sources = [
      { id: "spiky", pcm: spiky },
      { id: "hum", pcm: hum },
    ];
    const levelled = await levelSet(sources, settings);
    expect(levelled.loweredByDb).toBeGreaterThan(1);
    expect(levelled.targetLufs).toBeCloseTo(-18 - levelled.loweredByDb, 9);
    for (const clip of levelled.clips) {
      expect(clip.after.truePeakDbtp).toBeLessThanOrEqual(-1);
      expect(Math.abs(clip.after.lufs - levelled.targetLufs)).toBeLessThan(0.5);
    }
    // Not lowered further than the loudest peak asks for.
    expect(levelled.clips[0]!.after.truePeakDbtp).toBeGreaterThan(-2);
    expect((await levelSet([sources[1]!], settings)).loweredByDb).toBe(0);
  });

  it("leaves levels alone when asked to", async () => {
    const sources = [
      { id: "spiky", pcm: spiky },
      { id: "hum", pcm: hum },
    ];
    for (const clip of await encodeUnlevelled(sources, { bitrate: 160 })) {
      expect(clip.gainDb).toBe(0);
      expect(Math.abs(clip.after.lufs - clip.before.lufs)).toBeLessThan(0.2);
    }
  });

  it("refuses silence, by the clip's id", async () => {
    const silence = async () => ({
      left: new Float32Array(48_000),
      right: new Float32Array(48_000),
    });
    await expect(
      levelSet([{ id: "mute", pcm: silence }], { bitrate: 160, targetLufs: -18, ceilingDbtp: -1 }),
    ).rejects.toThrow(/mute: expected sound, got silence/);
  });
});

describe("MP3 files", () => {
  it.each([160, 192] as const)(
    "at %i kbit/s come back in place and at their level",
    async (rate) => {
      const left = new Float32Array(SAMPLE_RATE + 123);
      for (let i = 20_000; i < 30_000; i++)
        left[i] = 0.5 * Math.sin((2 * Math.PI * i * 1000) / 48_000);
      const decoded = await decodeMp3(await encodeMp3({ left, right: left }, rate));
      expect(decoded.left).toHaveLength(left.length);
      let [error, power] = [0, 0];
      for (let i = 21_000; i < 29_000; i++) {
        error += (decoded.left[i]! - left[i]!) ** 2;
        power += left[i]! ** 2;
      }
      // A shift by a single sample would make this 0.017.
      expect(error / power).toBeLessThan(0.001);
      // The encoder's own scale at 160 kbit/s would make this 0.18 dB if the one of 192 were undone.
      const gain = decoded.left.slice(21_000, 29_000).reduce((sum, v) => sum + v * v, 0) / power;
      expect(Math.abs(10 * Math.log10(gain))).toBeLessThan(0.02);
    },
  );
});

const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
describe.skipIf(!hasFfmpeg)("ffmpeg", () => {
  const folder = mkdtempSync(join(tmpdir(), "clips-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("measures the same loudness, peak and length", () => {
    for (const clip of set.clips) {
      const file = join(folder, "clip.mp3");
      writeFileSync(file, clip.mp3);
      const filter = ["-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"];
      const { stderr } = spawnSync("ffmpeg", ["-hide_banner", "-nostats", "-i", file, ...filter], {
        encoding: "utf8",
      });
      const [, lufs] = /I:\s+(-?[\d.]+) LUFS/.exec(stderr)!;
      const [, peak] = /Peak:\s+(-?[\d.]+) dBFS/.exec(stderr)!;
      expect(Math.abs(Number(lufs) - clip.after.lufs)).toBeLessThanOrEqual(0.1);
      expect(Math.abs(Number(peak) - clip.after.truePeakDbtp)).toBeLessThanOrEqual(0.2);
      const raw = execFileSync("ffmpeg", ["-v", "error", "-i", file, "-f", "s16le", "-"], {
        maxBuffer: 1e8,
      });
      expect(raw.length).toBe(816_000 * 4);
    }
  });
});
