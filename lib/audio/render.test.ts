import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { loadInstrument } from "@/lib/audio/instruments-node";
import { measure } from "@/lib/audio/loudness";
import { pianoFrom } from "@/lib/audio/piano";
import { render, renderedSamples, stepToSample } from "@/lib/audio/render";
import { SAMPLE_RATE, STEREO_IMAGES, type StereoPcm } from "@/lib/audio/types";
import { INSTRUMENT_IDS } from "@/lib/music/instrument-ids";
import { sha256Hex } from "@/lib/shared/canonical-json";
import { SCORE_TUNES } from "@/tests/golden/score-tunes";

interface Golden {
  lufs: number;
  truePeakDbtp: number;
  /** Left channel at every 4,000th sample. */
  samples: number[];
}
const golden: Record<string, Golden> = JSON.parse(
  readFileSync(new URL("../../tests/golden/audio.json", import.meta.url), "utf8"),
);
const chorale = SCORE_TUNES.chorale!;

const digest = ({ left, right }: StereoPcm) =>
  [left, right].map(({ buffer }) => sha256Hex(new Uint8Array(buffer)));

const images = INSTRUMENT_IDS.flatMap((id) => STEREO_IMAGES.map((image) => [id, image] as const));
describe.each(images)("%s, %s", (id, image) => {
  const instrument = loadInstrument(id, image);

  it("plays a chorale as it always did, to −90 dBFS", async () => {
    const pcm = await render(chorale, { instrument });
    const expected = golden[`${id} ${image}`]!;
    const { lufs, truePeakDbtp } = measure(pcm);
    expect(lufs).toBeCloseTo(expected.lufs, 3);
    expect(truePeakDbtp).toBeCloseTo(expected.truePeakDbtp, 3);
    expected.samples.forEach((value, i) => {
      expect(Math.abs(pcm.left[i * 4000]! - value)).toBeLessThan(10 ** (-90 / 20));
    });
  });

  it("gives the same samples again, in any order of the notes", async () => {
    const once = await render(chorale, { instrument });
    const again = await render([...chorale].reverse(), { instrument });
    expect(digest(again)).toEqual(digest(once));
  });

  it("sounds the pitch that is asked for", async () => {
    for (const pitch of [48, 61, 69, 83]) {
      const notes = [{ pitch, start: 0, duration: 16, voice: 0 }];
      const pcm = await render(notes, { instrument, steps: 16 });
      const hertz = 440 * 2 ** ((pitch - 69) / 12);
      const inTune = strengthAt(pcm.left, hertz);
      expect(inTune).toBeGreaterThan(2 * strengthAt(pcm.left, hertz * 2 ** (1 / 12)));
      expect(inTune).toBeGreaterThan(2 * strengthAt(pcm.left, hertz * 2 ** (-1 / 12)));
    }
  });

  it("starts its notes on the step and has faded a second after the cut", async () => {
    const last = { pitch: 60, start: 120, duration: 8, voice: 0 };
    const pcm = await render([last], { instrument });
    expect(pcm.left).toHaveLength(17 * SAMPLE_RATE);
    const start = stepToSample(120, 120);
    expect(loudest(pcm, 0, start)).toBe(0);
    expect(loudest(pcm, start, start + 0.02 * SAMPLE_RATE)).toBeGreaterThan(0.01);
    expect(loudest(pcm, 16.6 * SAMPLE_RATE, 17 * SAMPLE_RATE)).toBeLessThan(1e-4);
    expect(pcm.left.at(-1)).toBe(0);
  });
});

describe("rendering", () => {
  it("has a length that the tempo and the steps decide", () => {
    expect(renderedSamples({})).toBe(816_000);
    expect(renderedSamples({ tempo: 96 })).toBe(21 * SAMPLE_RATE);
    expect(renderedSamples({ steps: 16, tailSeconds: 0 })).toBe(2 * SAMPLE_RATE);
    expect(() => renderedSamples({ tempo: 0 })).toThrow(/expected 20 to 300.*got 0/);
  });

  it("refuses notes after the cut and unknown instruments", async () => {
    const instrument = loadInstrument("organ");
    const late = [{ pitch: 60, start: 124, duration: 8, voice: 0 }];
    await expect(render(late, { instrument })).rejects.toThrow(/within 128 steps/);
    expect(() => loadInstrument("kazoo")).toThrow(/expected one of piano, organ, got kazoo/);
  });

  it("refuses a piano sample with other bytes, and asks for it again", async () => {
    let asked = 0;
    const piano = pianoFrom(async () => {
      asked++;
      return new Uint8Array(10);
    });
    await expect(piano.prepare([60])).rejects.toThrow(/C4v8.ogg: expected sha256/);
    await expect(piano.prepare([60])).rejects.toThrow(/C4v8.ogg: expected sha256/);
    expect(asked).toBe(2);
  });
});

/** Magnitude of one frequency in the first second (a single Fourier coefficient). */
function strengthAt(channel: Float32Array, hertz: number): number {
  let [re, im] = [0, 0];
  for (let i = 0; i < SAMPLE_RATE; i++) {
    const window = 1 - Math.cos((2 * Math.PI * i) / SAMPLE_RATE);
    re += channel[i]! * window * Math.cos((2 * Math.PI * hertz * i) / SAMPLE_RATE);
    im += channel[i]! * window * Math.sin((2 * Math.PI * hertz * i) / SAMPLE_RATE);
  }
  return Math.hypot(re, im);
}

function loudest(pcm: StereoPcm, from: number, to: number): number {
  const peakOf = (channel: Float32Array) =>
    channel.subarray(from, to).reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
  return Math.max(peakOf(pcm.left), peakOf(pcm.right));
}
