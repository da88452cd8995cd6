import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { decodeAudio } from "@/lib/audio/decode";
import { encodeMp3 } from "@/lib/audio/mp3";
import { resample } from "@/lib/audio/resample";
import { soundFormat } from "@/lib/audio/sound-format";
import { SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import { wavBytes } from "@/lib/audio/wav";

/** Two tones, another one in each ear. */
function tones(rate: number, seconds = 0.5): StereoPcm {
  const tone = (hertz: number) =>
    Float32Array.from(
      { length: rate * seconds },
      (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate),
    );
  return { left: tone(440), right: tone(1500) };
}

/** Root mean square of the difference, in dB, without the first and last 20 ms. */
function differenceDb(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 960; i < a.length - 960; i++) sum += (a[i]! - b[i]!) ** 2;
  return 10 * Math.log10(sum / (a.length - 1920));
}

describe("decoding", () => {
  it("reads back our own WAV and MP3", async () => {
    const pcm = tones(SAMPLE_RATE);
    const wav = await decodeAudio(wavBytes(pcm));
    expect(differenceDb(wav.left, pcm.left)).toBeLessThan(-85);
    expect(differenceDb(wav.right, pcm.right)).toBeLessThan(-85);
    const mp3 = await decodeAudio(await encodeMp3(pcm));
    expect(mp3.left).toHaveLength(pcm.left.length);
    expect(differenceDb(mp3.right, pcm.right)).toBeLessThan(-45);
  });

  it("refuses other formats, damaged files and empty ones", async () => {
    const text = new TextEncoder();
    await expect(decodeAudio(text.encode("OggS and more"))).rejects.toThrow(
      /expected wav, flac, mp3/,
    );
    await expect(decodeAudio(new Uint8Array(0))).rejects.toThrow(/expected wav, flac, mp3/);
    const empty = wavBytes({ left: new Float32Array(0), right: new Float32Array(0) });
    await expect(decodeAudio(empty)).rejects.toThrow(/holds 0 bytes/);
    await expect(decodeAudio(empty.slice(0, 20))).rejects.toThrow(
      /16 bytes in its part "fmt", got 0/,
    );
    await expect(decodeAudio(empty.slice(0, 36))).rejects.toThrow(/without a data chunk/);
    await expect(decodeAudio(text.encode("ID3 and nothing"))).rejects.toThrow(/can't be decoded/);
    await expect(decodeAudio(text.encode("fLaC and nothing"))).rejects.toThrow(/FLAC|got none/);
    const still = wavBytes(tones(SAMPLE_RATE));
    still.set([0, 0, 0, 0], 24);
    await expect(decodeAudio(still)).rejects.toThrow(/expected 8000 to 192000 Hz, got 0/);
    const odd = wavBytes(tones(SAMPLE_RATE));
    odd[34] = 12;
    await expect(decodeAudio(odd)).rejects.toThrow(/got format 1 with 12 bits/);
  });

  it("knows formats by their bytes", () => {
    const bytes = (text: string) => new TextEncoder().encode(text);
    expect(soundFormat(bytes("RIFF1234WAVEfmt "))).toBe("wav");
    expect(soundFormat(bytes("RIFF1234AVI LIST"))).toBeNull();
    expect(soundFormat(bytes("fLaC"))).toBe("flac");
    expect(soundFormat(bytes("ID3"))).toBe("mp3");
    expect(soundFormat(Uint8Array.of(0xff, 0xfb, 0x90, 0x64))).toBe("mp3");
    expect(soundFormat(Uint8Array.of(0xff, 0xf1, 0x50, 0x80))).toBeNull();
  });
});

describe("changing the sample rate", () => {
  it.each([44_100, 22_050, 96_000])("from %i Hz keeps tones in place", (rate) => {
    const [given, wanted] = [tones(rate), tones(SAMPLE_RATE)];
    const left = resample(given.left, rate, SAMPLE_RATE);
    expect(left).toHaveLength(wanted.left.length);
    expect(differenceDb(left, wanted.left)).toBeLessThan(-75);
    expect(differenceDb(resample(given.right, rate, SAMPLE_RATE), wanted.right)).toBeLessThan(-75);
  });

  it("removes what the lower rate can't hold", () => {
    const high = Float32Array.from({ length: 48_000 }, (_, i) =>
      Math.sin((2 * Math.PI * 30_000 * i) / 96_000),
    );
    const low = resample(high, 96_000, SAMPLE_RATE);
    expect(differenceDb(low, new Float32Array(low.length))).toBeLessThan(-80);
  });
});

const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
describe.skipIf(!hasFfmpeg)("files that ffmpeg wrote", () => {
  const folder = mkdtempSync(join(tmpdir(), "decode-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const source = join(folder, "source.wav");

  it.each<[string, string, string[], number]>([
    ["24-bit WAV", "wav", ["-c:a", "pcm_s24le"], -85],
    ["floating-point WAV", "wav", ["-c:a", "pcm_f32le"], -85],
    ["8-bit WAV", "wav", ["-c:a", "pcm_u8"], -45],
    ["WAV at 44.1 kHz", "wav", ["-ar", "44100"], -70],
    ["FLAC", "flac", [], -85],
    ["FLAC at 44.1 kHz, 24 bits", "flac", ["-ar", "44100", "-sample_fmt", "s32"], -70],
    ["MP3 at 44.1 kHz", "mp3", ["-ar", "44100", "-b:a", "256k"], -40],
  ])("are read: %s", async (name, extension, options, most) => {
    const pcm = tones(SAMPLE_RATE);
    writeFileSync(source, wavBytes(pcm));
    const file = join(folder, `${name.replace(/\W/g, "")}.${extension}`);
    execFileSync("ffmpeg", ["-v", "error", "-y", "-i", source, ...options, file]);
    const decoded = await decodeAudio(new Uint8Array(readFileSync(file)));
    expect(Math.abs(decoded.left.length - pcm.left.length)).toBeLessThanOrEqual(1);
    expect(differenceDb(decoded.left, pcm.left)).toBeLessThan(most);
    expect(differenceDb(decoded.right, pcm.right)).toBeLessThan(most);
  });

  it("are read in mono, given to both ears", async () => {
    writeFileSync(source, wavBytes(tones(SAMPLE_RATE)));
    const file = join(folder, "mono.flac");
    execFileSync("ffmpeg", ["-v", "error", "-y", "-i", source, "-af", "pan=mono|c0=c0", file]);
    const decoded = await decodeAudio(new Uint8Array(readFileSync(file)));
    expect(decoded.right).toEqual(decoded.left);
    expect(differenceDb(decoded.left, tones(SAMPLE_RATE).left)).toBeLessThan(-85);
  });
});
