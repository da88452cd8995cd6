import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { loadInstrument } from "@/lib/audio/instruments-node";
import { levelSet } from "@/lib/audio/level-set";
import { loudnessByEar } from "@/lib/audio/loudness";
import { render } from "@/lib/audio/render";
import { renderSet } from "@/lib/audio/render-set";
import { SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import { wavBytes } from "@/lib/audio/wav";
import { INSTRUMENT_IDS } from "@/lib/music/instrument-ids";
import { SCORE_TUNES } from "@/tests/golden/score-tunes";

const tone = (hertz: number, amplitude: number, phase = 0) =>
  Float32Array.from(
    { length: 2 * SAMPLE_RATE },
    (_, i) => amplitude * Math.sin((2 * Math.PI * hertz * i) / SAMPLE_RATE + phase),
  );

describe("loudness by ear", () => {
  it("of channels out of phase is none on one speaker, and that of each on both ears", () => {
    const out = { left: tone(1000, 0.2), right: tone(1000, 0.2, Math.PI) };
    const { lufs, byEar } = loudnessByEar(out);
    expect(byEar.left).toBeCloseTo(lufs, 6);
    expect(byEar.right).toBeCloseTo(lufs, 6);
    expect(byEar.mono).toBeLessThan(-100);
  });

  it("of one silent channel is 3 LU more on both ears, 3 LU less on one speaker", () => {
    const one = { left: tone(1000, 0.2), right: new Float32Array(2 * SAMPLE_RATE) };
    const { lufs, byEar } = loudnessByEar(one);
    expect(byEar.left - lufs).toBeCloseTo(3.01, 2);
    expect(byEar.mono - lufs).toBeCloseTo(-3.01, 2);
    expect(byEar.right).toBe(Number.NEGATIVE_INFINITY);
  });
});

describe.each(INSTRUMENT_IDS)("the %s", (id) => {
  const instrument = loadInstrument(id);
  const half = async (pitch: number): Promise<StereoPcm> =>
    render([{ pitch, start: 0, duration: 8, voice: 0 }], { instrument, steps: 8 });

  it("is as loud on one speaker and for each ear over the keyboard, at every recording", async () => {
    for (let pitch = 21; pitch <= 108; pitch += 3) {
      const { lufs, byEar } = loudnessByEar(await half(pitch));
      for (const other of Object.values(byEar)) expect(Math.abs(other - lufs)).toBeLessThan(0.01);
    }
  });

  it("has no key that stands out from its neighbours", async () => {
    const levels: number[] = [];
    for (let pitch = 36; pitch <= 90; pitch++) levels.push(loudnessByEar(await half(pitch)).lufs);
    for (let i = 2; i < levels.length - 2; i++) {
      const around = (levels[i - 2]! + levels[i - 1]! + levels[i + 1]! + levels[i + 2]!) / 4;
      expect(Math.abs(levels[i]! - around), `pitch ${36 + i}`).toBeLessThan(2);
    }
  });
});

it("a set's clips are equally loud in all four ways, as listeners get them", async () => {
  const clips = Object.entries(SCORE_TUNES).map(([id, notes]) => ({ id, notes }));
  const set = await renderSet(clips, { instrument: loadInstrument("piano") });
  for (const { after } of set.clips) {
    for (const lufs of [after.lufs, ...Object.values(after.byEar)])
      expect(Math.abs(lufs - set.targetLufs)).toBeLessThan(0.05);
  }
});

describe("sound that the encoder takes from", () => {
  const noise = (from: number) => {
    let state = 1;
    const channel = Float32Array.from({ length: 2 * SAMPLE_RATE }, (_, i) => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return from + (0.2 * (i % 2 ? state - 1_073_741_824 : 1_073_741_824 - state)) / 1_073_741_824;
    });
    return { left: channel, right: channel.slice() };
  };
  const settings = { bitrate: 192, targetLufs: -18, ceilingDbtp: -1 } as const;

  it("noise is brought to the target all the same", async () => {
    const { clips } = await levelSet([{ id: "noise", pcm: async () => noise(0) }], settings);
    expect(Math.abs(clips[0]!.after.lufs + 18)).toBeLessThan(0.5);
    expect(clips[0]!.gainDb + clips[0]!.before.lufs).toBeGreaterThan(-18);
  });

  it("a tone that no MP3 holds is refused by name, with its loss; the others are not blamed", async () => {
    const high = { left: tone(19_000, 0.2), right: tone(19_000, 0.2) };
    const low = { left: tone(440, 0.2), right: tone(440, 0.2) };
    const sources = [
      { id: "high", pcm: async () => ({ left: high.left.slice(), right: high.right.slice() }) },
      { id: "low", pcm: async () => low },
    ];
    await expect(levelSet(sources, settings)).rejects.toThrow(
      /^clip high: expected sound that an MP3 can hold, \d+\.\d LU of its loudness are lost[^;]*$/,
    );
  });
});

const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
describe.skipIf(!hasFfmpeg)("ffmpeg's ebur128", () => {
  const folder = mkdtempSync(join(tmpdir(), "by-ear-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("measures the same in all four ways", () => {
    const pcm = { left: tone(700, 0.3), right: tone(710, 0.1) };
    const file = join(folder, "tones.wav");
    writeFileSync(file, wavBytes(pcm));
    const measured = (pan: string) => {
      const filter = ["-af", `${pan}ebur128=framelog=verbose`, "-f", "null", "-"];
      const { stderr } = spawnSync("ffmpeg", ["-hide_banner", "-nostats", "-i", file, ...filter], {
        encoding: "utf8",
      });
      return Number(/I:\s+(-?[\d.]+) LUFS/.exec(stderr.slice(stderr.lastIndexOf("Summary")))![1]);
    };
    const both = (channel: string) => `pan=stereo|c0=${channel}|c1=${channel},`;
    const { lufs, byEar } = loudnessByEar(pcm);
    const ours = [lufs, byEar.mono, byEar.left, byEar.right];
    const theirs = ["", both("0.5*c0+0.5*c1"), both("c0"), both("c1")].map(measured);
    for (const [i, value] of ours.entries())
      expect(Math.abs(value - theirs[i]!)).toBeLessThanOrEqual(0.1);
  });
});
