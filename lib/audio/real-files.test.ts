import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeAudio } from "@/lib/audio/decode";
import { SAMPLE_RATE } from "@/lib/audio/types";
import { wavBytes } from "@/lib/audio/wav";

const LENGTH = SAMPLE_RATE;
/** A tone that begins and ends at full strength, so that a sample lost at either end shows. */
const source = () => {
  const left = Float32Array.from(
    { length: LENGTH },
    (_, i) => 0.6 * Math.cos((2 * Math.PI * 440 * i) / SAMPLE_RATE),
  );
  return { left, right: left.map((value) => value / 2) };
};

const folder = mkdtempSync(join(tmpdir(), "real-files-"));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const read = (name: string) => new Uint8Array(readFileSync(at(name)));

describe("WAV headers", () => {
  const wav = () => wavBytes(source());
  /** The same file with bytes put in before its sound. */
  const withChunk = (chunk: readonly number[]) =>
    Uint8Array.from([...wav().subarray(0, 36), ...chunk, ...wav().subarray(36)]);
  const text = (word: string) => [...word].map((letter) => letter.charCodeAt(0));

  it.each<[string, number[]]>([
    ["odd with its byte of padding", [...text("LIST"), 3, 0, 0, 0, 1, 2, 3, 0]],
    ["odd without it", [...text("LIST"), 3, 0, 0, 0, 1, 2, 3]],
  ])("a part %s is passed over", async (_, chunk) => {
    const { left } = await decodeAudio(withChunk(chunk));
    expect(left).toEqual((await decodeAudio(wav())).left);
  });

  it("a length that was not known when the file was begun is that of the file", async () => {
    const streamed = wav();
    streamed.fill(255, 40, 44);
    expect((await decodeAudio(streamed)).left).toHaveLength(LENGTH);
  });

  it("a file cut off, an empty one, and one that holds no number are refused by name", async () => {
    await expect(decodeAudio(wav().subarray(0, 100_000))).rejects.toThrow(/WAV: .*is cut off/);
    const empty = wav().subarray(0, 44).slice();
    empty.fill(0, 40, 44);
    await expect(decodeAudio(empty)).rejects.toThrow(/holds 0 bytes/);
    const floats = wav();
    floats.fill(0, 44);
    new DataView(floats.buffer).setUint16(20, 3, true);
    new DataView(floats.buffer).setUint16(34, 32, true);
    new DataView(floats.buffer).setFloat32(44 + 8 * 480, Number.NaN, true);
    await expect(decodeAudio(floats)).rejects.toThrow(/expected numbers, got NaN at 0\.010 s/);
  });
});

const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
describe.skipIf(!hasFfmpeg)("files that ffmpeg wrote", () => {
  const write = (name: string, ...options: string[]) =>
    execFileSync("ffmpeg", ["-v", "error", "-y", "-i", at("source.wav"), ...options, at(name)]);
  beforeAll(() => writeFileSync(at("source.wav"), wavBytes(source())));

  it.each<[string, string[], number]>([
    ["24.wav", ["-c:a", "pcm_s24le"], 1e-4],
    ["32.wav", ["-c:a", "pcm_s32le"], 1e-4],
    ["f64.wav", ["-c:a", "pcm_f64le"], 1e-4],
    ["rf64.wav", ["-rf64", "always"], 1e-4],
    ["16.flac", ["-sample_fmt", "s16"], 1e-4],
    ["24.flac", ["-sample_fmt", "s32", "-bits_per_raw_sample", "24"], 1e-4],
    ["96.flac", ["-ar", "96000"], 0.4],
    ["192.wav", ["-ar", "192000"], 0.4],
    ["22.wav", ["-ar", "22050"], 0.4],
    ["vbr.mp3", ["-q:a", "2"], 0.4],
    ["cbr.mp3", ["-b:a", "192k"], 0.4],
    ["mono22.mp3", ["-ac", "1", "-ar", "22050", "-b:a", "64k"], 0.4],
    ["tagged.mp3", ["-b:a", "192k", "-metadata", "title=x", "-write_id3v1", "1"], 0.4],
  ])(
    "%s keeps every sample, the first and the last in their places",
    async (name, options, most) => {
      write(name, ...options);
      const { left } = await decodeAudio(read(name));
      expect(left).toHaveLength(LENGTH);
      const wanted = source().left;
      // Mono files hold the mean of both channels.
      const gain = name.startsWith("mono") ? 0.75 : 1;
      for (const i of [0, 1, 2, LENGTH - 3, LENGTH - 2, LENGTH - 1]) {
        expect(Math.abs(left[i]! - gain * wanted[i]!)).toBeLessThan(most);
      }
      const middle = left.slice(LENGTH / 4, LENGTH / 2);
      const worst = middle.reduce(
        (high, v, i) => Math.max(high, Math.abs(v - gain * wanted[i + LENGTH / 4]!)),
        0,
      );
      expect(worst).toBeLessThan(0.03);
    },
  );

  it("FLAC behind an ID3 tag is read", async () => {
    write("plain.flac");
    const tag = [0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 0, 10, ...new Array(10).fill(0)];
    const tagged = Uint8Array.from([...tag, ...read("plain.flac")]);
    expect((await decodeAudio(tagged)).left).toEqual((await decodeAudio(read("plain.flac"))).left);
  });

  it("more than two channels are refused with what to do", async () => {
    write("six.wav", "-ac", "6");
    await expect(decodeAudio(read("six.wav"))).rejects.toThrow(/got 6: mix them down.*-ac 2/);
  });

  it.each<[string, string[], (bytes: Uint8Array) => Uint8Array, RegExp]>([
    [
      "one flipped byte in a FLAC",
      ["flipped.flac"],
      (bytes) => bytes.map((b, i) => (i === Math.floor(bytes.length / 2) ? b ^ 0x55 : b)),
      /FLAC: .*damaged/,
    ],
    ["a FLAC cut off", ["cut.flac"], (b) => b.subarray(0, b.length * 0.6), /FLAC: /],
    ["an MP3 cut off", ["cut.mp3"], (b) => b.subarray(0, b.length * 0.6), /MP3: .*cut off/],
    [
      "an MP3 cut off between two frames",
      ["frames.mp3", "-b:a", "192k"],
      (b) => b.subarray(0, b.length - 576 * 5),
      /MP3: .*cut off/,
    ],
    [
      "an MP3 with a hole of zeros",
      ["hole.mp3", "-id3v2_version", "0"],
      (b) => b.map((v, i) => (i > b.length * 0.5 && i < b.length * 0.6 ? 0 : v)),
      /MP3: expected a frame at 0\.\d+ s, got other bytes/,
    ],
  ])("%s is refused", async (_, [name, ...options], damage, message) => {
    write(name!, ...options);
    await decodeAudio(read(name!));
    await expect(decodeAudio(damage(read(name!)).slice())).rejects.toThrow(message);
  });
});
