import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { integratedLoudness, kaiser, kWeighting, truePeakDbtp } from "@/lib/audio/loudness";
import { SAMPLE_RATE } from "@/lib/audio/types";

/** Stretches of a 1 kHz sine, the same in both channels: [level in dBFS, seconds]. */
function tones(stretches: [number, number][], rate: number = SAMPLE_RATE) {
  const values: number[] = [];
  for (const [level, seconds] of stretches) {
    const amplitude = 10 ** (level / 20);
    for (let i = 0; i < seconds * rate; i++) {
      values.push(amplitude * Math.sin((2 * Math.PI * 1000 * i) / rate));
    }
  }
  const left = Float32Array.from(values);
  return { left, right: left };
}

describe("integrated loudness", () => {
  // The signals and answers (±0.1 LU) of EBU Tech 3341, table 1, cases 1 to 5.
  it.each<[number, [number, number][], number]>([
    [1, [[-23, 20]], -23],
    [2, [[-33, 20]], -33],
    [
      3,
      [
        [-36, 10],
        [-23, 60],
        [-36, 10],
      ],
      -23,
    ],
    [
      4,
      [
        [-72, 10],
        [-36, 10],
        [-23, 60],
        [-36, 10],
        [-72, 10],
      ],
      -23,
    ],
    [
      5,
      [
        [-26, 20],
        [-20, 20.1],
        [-26, 20],
      ],
      -23,
    ],
  ])("answers EBU case %i", (_case, stretches, expected) => {
    expect(Math.abs(integratedLoudness(tones(stretches)) - expected)).toBeLessThan(0.1);
    const at44 = integratedLoudness(tones(stretches, 44_100), 44_100);
    expect(Math.abs(at44 - expected)).toBeLessThan(0.1);
  });

  it("weights one channel 3.01 dB below two", () => {
    const both = tones([[-20, 3]]);
    const one = { left: both.left, right: new Float32Array(both.left.length) };
    expect(integratedLoudness(both) - integratedLoudness(one)).toBeCloseTo(3.0103, 3);
  });

  it("is minus infinity for silence and for less than a block", () => {
    const silence = new Float32Array(SAMPLE_RATE);
    expect(integratedLoudness({ left: silence, right: silence })).toBe(Number.NEGATIVE_INFINITY);
    expect(integratedLoudness(tones([[-10, 0.3]]))).toBe(Number.NEGATIVE_INFINITY);
  });

  it("uses the filters of the BS.1770-4 tables at 48 kHz", () => {
    const [shelf, pass] = kWeighting(48_000);
    const table = [
      [1.53512485958697, -2.69169618940638, 1.19839281085285],
      [-1.69065929318241, 0.73248077421585],
      [-1.99004745483398, 0.99007225036621],
    ];
    [shelf.b, shelf.a, pass.a].forEach((values, row) => {
      values.forEach((value, i) => {
        expect(value).toBeCloseTo(table[row]![i]!, 8);
      });
    });
  });
});

describe("true peak", () => {
  // EBU Tech 3341, table 1, cases 15 to 19: sines at fractions of the sample rate; +0.2 / −0.4 dB.
  it.each([
    [15, 4, 0, 0.5, -6],
    [16, 4, 45, 0.5, -6],
    [17, 6, 60, 0.5, -6],
    [18, 8, 67.5, 0.5, -6],
    [19, 4, 45, 1.41, 3],
  ])("answers EBU case %i", (_case, divisor, degrees, amplitude, expected) => {
    const left = Float32Array.from(
      { length: SAMPLE_RATE },
      (_, i) => amplitude * Math.sin((2 * Math.PI * i) / divisor + (degrees * Math.PI) / 180),
    );
    // As EBU's signals have it, the sine fades in and out.
    for (let i = 0; i < 4800; i++) {
      left[i]! *= i / 4800;
      left[left.length - 1 - i]! *= i / 4800;
    }
    const peak = truePeakDbtp({ left, right: new Float32Array(left.length) });
    expect(peak).toBeGreaterThan(expected - 0.4);
    expect(peak).toBeLessThan(expected + 0.2);
  });

  it("passes over quiet places without losing a peak", () => {
    const samples = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 120 });
    fc.assert(
      fc.property(
        samples,
        fc.nat(200),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (loud, at, hum) => {
          const left = Float32Array.from({ length: 400 }, (_, i) => hum * Math.sin(i / 7));
          loud.forEach((value, i) => {
            left[at + i] = value;
          });
          const right = new Float32Array(400);
          const peak = 10 ** (truePeakDbtp({ left, right }) / 20);
          expect(peak).toBeCloseTo(slowPeak(left), 6);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("finds a peak between the last samples and none in silence", () => {
    const channel = new Float32Array(100);
    channel.set([0.8, 0.8], 98);
    const silence = new Float32Array(100);
    expect(truePeakDbtp({ left: channel, right: silence })).toBeGreaterThan(-1.9);
    expect(truePeakDbtp({ left: silence, right: silence })).toBe(Number.NEGATIVE_INFINITY);
  });
});

/** The same interpolation at every sample, written straight from its definition. */
function slowPeak(channel: Float32Array): number {
  let peak = 0;
  for (let i = 0; i < channel.length; i++) {
    peak = Math.max(peak, Math.abs(channel[i]!));
    for (const fraction of [0.25, 0.5, 0.75]) {
      let sum = 0;
      let gain = 0;
      for (let k = -15; k <= 16; k++) {
        const t = k - fraction;
        const tap = (Math.sin(Math.PI * t) / (Math.PI * t)) * kaiser(t / 16, 6);
        gain += tap;
        sum += tap * (channel[i + k] ?? 0);
      }
      peak = Math.max(peak, Math.abs(sum / gain));
    }
  }
  return peak;
}
