import { describe, expect, it } from "vitest";
import { loadInstrument } from "@/lib/audio/instruments-node";
import { integratedLoudness } from "@/lib/audio/loudness";
import { calibrationSound, headphoneScreen, SCREEN_KINDS } from "@/lib/audio/screening";
import { SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import { sha256Hex } from "@/lib/shared/canonical-json";

const INTERVAL = SAMPLE_RATE;
const STRIDE = 1.5 * SAMPLE_RATE;

function readWav(wav: Uint8Array): StereoPcm {
  const view = new DataView(wav.buffer, wav.byteOffset);
  const frames = view.getUint32(40, true) / 4;
  const channel = (side: number) =>
    Float32Array.from(
      { length: frames },
      (_, i) => view.getInt16(44 + i * 4 + side * 2, true) / 32_767,
    );
  return { left: channel(0), right: channel(1) };
}

/** The middle of each of the three intervals. */
function intervals(wav: Uint8Array): StereoPcm[] {
  const { left, right } = readWav(wav);
  return [0, 1, 2].map((index) => {
    const from = index * STRIDE + 0.2 * INTERVAL;
    const to = from + 0.6 * INTERVAL;
    return { left: left.slice(from, to), right: right.slice(from, to) };
  });
}

const power = (x: Float32Array) => x.reduce((sum, v) => sum + v * v, 0) / x.length;
function correlation({ left, right }: StereoPcm): number {
  const cross = left.reduce((sum, v, i) => sum + v * right[i]!, 0) / left.length;
  return cross / Math.sqrt(power(left) * power(right));
}

describe.each(SCREEN_KINDS)("%s screen", (kind) => {
  const trials = headphoneScreen(kind, 5);

  it("asks six times, each interval right twice, the same for a seed", () => {
    expect(trials.map((t) => t.answer).sort()).toEqual([1, 1, 2, 2, 3, 3]);
    const digests = (screen: typeof trials) => screen.map((t) => sha256Hex(t.wav));
    expect(digests(headphoneScreen(kind, 5))).toEqual(digests(trials));
    const others = [6, 7].map((seed) => headphoneScreen(kind, seed));
    for (const other of others) expect(digests(other)).not.toEqual(digests(trials));
    const orders = [trials, ...others].map((screen) => screen.map((t) => t.answer).join());
    expect(new Set(orders).size).toBeGreaterThan(1);
  });

  it("is 4 s of 16-bit stereo at −23 LUFS", () => {
    for (const { wav } of trials) {
      expect(wav.length).toBe(44 + 4 * SAMPLE_RATE * 4);
      expect(integratedLoudness(readWav(wav))).toBeCloseTo(-23, 1);
    }
  });
});

describe("the two screens", () => {
  it("Huggins: only the right interval differs between the ears, and each ear alone is alike", () => {
    for (const { wav, answer } of headphoneScreen("huggins", 1)) {
      const parts = intervals(wav);
      parts.forEach((part, index) => {
        const same = correlation(part);
        if (index + 1 === answer) expect(same).toBeLessThan(0.995);
        else expect(same).toBeGreaterThan(0.9999);
        expect(same).toBeGreaterThan(0.95);
        expect(10 * Math.log10(power(part.left) / power(parts[0]!.left))).toBeCloseTo(0, 0);
      });
    }
  });

  it("antiphase: one tone 6 dB softer is right, another is opposite between the ears", () => {
    for (const { wav, answer } of headphoneScreen("antiphase", 1)) {
      const parts = intervals(wav);
      const others = parts.filter((_, index) => index + 1 !== answer);
      const right = parts[answer - 1]!;
      for (const part of others) {
        expect(10 * Math.log10(power(part.left) / power(right.left))).toBeCloseTo(6, 1);
      }
      expect(correlation(right)).toBeGreaterThan(0.999);
      expect(others.map((part) => Math.round(correlation(part))).sort()).toEqual([-1, 1]);
    }
  });
});

describe("the calibration sound", () => {
  it("plays as many notes as its answer says, at the clips' loudness", async () => {
    const instrument = loadInstrument("organ");
    const answers = new Set<number>();
    for (let seed = 0; seed < 8; seed++) {
      const { wav, answer } = await calibrationSound(instrument, seed);
      const pcm = readWav(wav);
      expect(integratedLoudness(pcm)).toBeCloseTo(-18, 1);
      expect(countOnsets(pcm.left)).toBe(answer);
      answers.add(answer);
    }
    expect(answers.size).toBeGreaterThan(1);
  });
});

/** Passages of sound between silences of 50 ms. */
function countOnsets(channel: Float32Array): number {
  const block = 480;
  const loud = Array.from({ length: Math.floor(channel.length / block) }, (_, b) =>
    channel.subarray(b * block, (b + 1) * block).some((v) => Math.abs(v) > 0.005),
  );
  return loud.filter((on, b) => on && !loud.slice(Math.max(0, b - 3), b).some(Boolean)).length;
}
