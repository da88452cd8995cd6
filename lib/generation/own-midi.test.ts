import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type MidiEvent, writeMidi } from "midi-file";
import { afterAll, describe, expect, it, vi } from "vitest";
import { loadInstrument } from "@/lib/audio/instruments-node";
import { SAMPLE_RATE } from "@/lib/audio/types";
import { type OwnClip, readOwnClip } from "@/lib/generation/own-clip";
import { makeSetFromFiles } from "@/lib/generation/set-from-files";
import { readClipTable, TableError } from "@/lib/stimuli/clip-table";
import {
  type At,
  metre,
  off,
  on,
  pedal,
  program,
  QUARTER,
  quarters,
  tempo,
  track,
} from "@/tests/fixtures/midi-tracks";
import { readMusicXml } from "@/tests/oracle/sound/read-musicxml";

vi.setConfig({ testTimeout: 120_000 });

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "own-midi-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

function write(name: string, ...tracks: MidiEvent[][]): string {
  const header = { format: 1 as const, numTracks: tracks.length, ticksPerBeat: QUARTER };
  fs.writeFileSync(path.join(folder, name), Uint8Array.from(writeMidi({ header, tracks })));
  return name;
}

const piano = loadInstrument("piano");
let line = 1;
const read = (file: string): Promise<OwnClip> =>
  readOwnClip(
    { line: ++line, file, role: "main", condition: "c", item: "i", factors: {} },
    folder,
    piano,
  );
/** Seconds of sound without the second of the last release. */
const seconds = async (clip: OwnClip) => (await clip.source.pcm()).left.length / SAMPLE_RATE - 1;
const score = ({ files }: OwnClip) => new TextDecoder().decode(files.musicxml);
const attribute = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`${name}="([^"]+)"`, "g"))].map(([, value]) => value);

describe("a lab's MIDI file is heard and written as it is", () => {
  it.each<[string, At[], number]>([
    ["a-plain", [[0, tempo(120)]], 8],
    [
      "b-ritard: from the third bar at half the tempo",
      [
        [0, tempo(120)],
        [8 * QUARTER, tempo(60)],
      ],
      12,
    ],
    ["c-late: 120 until the first tempo comes", [[8 * QUARTER, tempo(60)]], 12],
  ])("%s", async (name, tempi, expected) => {
    const clip = await read(write(`${name.slice(0, 7)}.mid`, track(tempi), track(quarters())));
    expect(await seconds(clip)).toBeCloseTo(expected, 3);
    const written = attribute(score(clip), "sound tempo").map(Number);
    const [changed] = tempi.filter(([tick]) => tick > 0);
    expect(written).toEqual(changed ? [120, 60] : [120]);
    if (changed)
      expect(score(clip)).toMatch(/<measure number="3"><direction[\s\S]*?sound tempo="60"/);
  });

  it("e-dynamics: strong notes sound stronger, by the square of their velocity", async () => {
    const first = (velocity: number) => quarters(16, (i) => (i === 0 ? velocity : 80));
    const peak = async (clip: OwnClip) => {
      const { left } = await clip.source.pcm();
      return left.slice(0, 20_000).reduce((most, v) => Math.max(most, Math.abs(v)), 0);
    };
    const [strong, soft, plain] = [
      await read(write("e-127.mid", track(first(127)))),
      await read(write("e-20.mid", track(first(20)))),
      await read(write("e-80.mid", track(first(80)))),
    ];
    expect((await peak(strong)) / (await peak(plain))).toBeCloseTo((127 / 80) ** 2, 4);
    expect((await peak(soft)) / (await peak(plain))).toBeCloseTo((20 / 80) ** 2, 4);
    expect(attribute(score(strong), "dynamics")).toEqual(["141.11"]);
  });

  it("h-pedal: notes sound on until the pedal comes up", async () => {
    const held: At[] = [[0, pedal(127)], ...quarters(4), [8 * QUARTER, pedal(0)]];
    const energyAt4s = async (clip: OwnClip) => {
      const { left } = await clip.source.pcm();
      return left.slice(3.5 * SAMPLE_RATE, 3.9 * SAMPLE_RATE).reduce((sum, v) => sum + v * v, 0);
    };
    const clip = await read(write("h.mid", track(held)));
    const dry = await read(write("h-dry.mid", track(quarters(4))));
    expect(await energyAt4s(clip)).toBeGreaterThan(1e-3);
    expect(await energyAt4s(dry)).toBeLessThan(1e-6);
    expect(clip.music!.notes.map((note) => note.start + note.held!)).toEqual([32, 32, 32, 32]);
    expect(score(clip)).toMatch(/pedal type="start"[\s\S]*pedal type="stop"/);
  });

  it.each<[string, number, number, number, number]>([
    ["f-waltz", 3, 4, 12, 4],
    ["six eights", 6, 8, 12, 4],
    ["two halves", 2, 2, 16, 3],
    ["two quarters", 2, 4, 8, 6],
    ["seven eights", 7, 8, 14, 4],
  ])("%s is barred by its metre", async (name, beats, beatType, steps, bars) => {
    const clip = await read(
      write(
        `${name}.mid`,
        track([[0, metre(beats, beatType)]], 12 * QUARTER),
        track(quarters(12), 12 * QUARTER),
      ),
    );
    const xml = score(clip);
    expect(xml).toContain(`<beats>${beats}</beats><beat-type>${beatType}</beat-type>`);
    expect(xml.match(/<measure /g)).toHaveLength(bars);
    // The independent reader checks that every bar is full.
    expect(readMusicXml(xml).map(({ start, duration }) => [start, duration])).toEqual(
      Array.from({ length: 12 }, (_, i) => [i * 4, 4]),
    );
    expect(steps * bars).toBeGreaterThanOrEqual(48);
    expect(await seconds(clip)).toBeCloseTo(6, 3);
  });

  it("g-held: a note over a program change keeps its length, and no note is lost", async () => {
    const events: At[] = [
      [0, on(36)],
      [QUARTER, program(1)],
      [4 * QUARTER, off(36)],
      ...quarters(12).map(([tick, event]): At => [tick + 4 * QUARTER, event]),
    ];
    const clip = await read(write("g.mid", track(events)));
    expect(clip.music!.notes).toHaveLength(13);
    expect(clip.music!.notes[0]).toMatchObject({ pitch: 36, start: 0, duration: 16 });
  });
});

describe("a MIDI file that would become something else is refused, with what and where", () => {
  const drums: At[] = [
    [0, on(38, 80, 9)],
    [QUARTER, off(38, 9)],
  ];
  const shifted = (by: number): At[] => [
    [by, on(60)],
    [by + QUARTER, off(60)],
  ];
  it.each<[string, At[], RegExp]>([
    [
      "d-drums",
      [...quarters(), ...drums],
      /no drums, got 1 notes on channel 10 .*leave out "drums"/,
    ],
    ["programs", [[0, program(40)], ...quarters()], /programs 0 to 7 \(from 0\), got 40/],
    ["bends", [[0, { type: "pitchBend", channel: 0, value: 500 }], ...quarters()], /pitch bend/],
    [
      "volume",
      [64, 100]
        .map(
          (value, i): At => [
            i * QUARTER,
            { type: "controller", channel: 0, controllerType: 7, value },
          ],
        )
        .concat(quarters()),
      /one volume throughout, got changes/,
    ],
    [
      "metres",
      [[0, metre(4, 4)], [8 * QUARTER, metre(3, 4)], ...quarters()],
      /one metre, got 4\/4 and 3\/4 from bar 3 on/,
    ],
    ["triplets", shifted(QUARTER / 3), /C4 starts at step 1\.33, as triplets do/],
    ["thirty-seconds", shifted(QUARTER / 8), /C4 starts at step 0\.50, as thirty-seconds do/],
    ["hanging", [...quarters(), [0, on(30)]], /every note to end, 1 don't/],
    ["no length", [...quarters(), [0, on(30)], [0, off(30)]], /to have a length, 1 have none/],
    [
      "tempo",
      [[0, tempo(310)], ...quarters()],
      /tempo: expected 20 to 300 quarters a minute, got 310/,
    ],
  ])("%s", async (name, events, message) => {
    await expect(read(write(`bad-${name}.mid`, track(events)))).rejects.toThrow(message);
  });

  it("several reasons at once, all of them", async () => {
    const file = write("many.mid", track([[0, program(40)], ...quarters(), ...drums, [0, on(30)]]));
    await expect(read(file)).rejects.toThrow(/every note to end.*drums.*programs/);
  });

  it("what is left out on request is not refused", async () => {
    const file = write("left.mid", track([[0, program(40)], ...quarters(), ...drums]));
    const row = { line: 2, file, role: "main", condition: "c", item: "i", factors: {} } as const;
    const clip = await readOwnClip(row, folder, piano, ["drums", "programs"]);
    expect(clip.music!.notes).toHaveLength(16);
  });
});

it("two conditions of an item with the same sound are a problem, all pairs at once", async () => {
  const plain = write("same-1.mid", track(quarters()));
  // Another file with the same music: its name and a text differ.
  const title: At = [0, { meta: true, type: "text", text: "another" }];
  const copy = write("same-2.mid", track([title, ...quarters()]));
  const other = write("same-3.mid", track(quarters(8)));
  const rows = [plain, copy, other].map((file, i) => ({ file, condition: `c${i}`, item: "one" }));
  const table = readClipTable(
    ["file", "condition", "item"],
    [...rows, { file: copy, condition: "c0", item: "two" }],
  );
  const made = makeSetFromFiles(table, {
    folder,
    out: path.join(folder, "same"),
    name: "same",
    loudness: "normalise",
    instrument: "organ",
    codeVersion: "test",
  });
  const error = await made.then(
    () => null,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(TableError);
  expect((error as TableError).problems).toEqual([
    "row 3: same-2.mid: condition c1 of item one sounds exactly like condition c0 (row 2)",
  ]);
  expect(fs.existsSync(path.join(folder, "same"))).toBe(false);
});

const hasFluidsynth = spawnSync("fluidsynth", ["--version"]).status === 0;
const FONT = [
  "/usr/share/sounds/sf2/FluidR3_GM.sf2",
  "/usr/share/sounds/sf2/default-GM.sf2",
  "/usr/share/sounds/sf2/TimGM6mb.sf2",
  "/usr/share/sounds/sf3/default-GM.sf3",
].find((file) => fs.existsSync(file));
describe.skipIf(!hasFluidsynth || !FONT)("fluidsynth plays our MIDI of a file", () => {
  it("with every note where our rendering has it, to 10 ms", async () => {
    const changes: At[] = [
      [0, tempo(120)],
      [4 * QUARTER, tempo(75)],
      [9 * QUARTER, tempo(180)],
    ];
    const gapped = quarters(12).map(([tick, event], i): At => [tick + (i >> 1) * QUARTER, event]);
    const clip = await read(write("fluid.mid", track(changes), track(gapped, 24 * QUARTER)));
    const [mid, wav] = [path.join(folder, "ours.mid"), path.join(folder, "theirs.wav")];
    fs.writeFileSync(mid, clip.files.mid!);
    const quiet = [
      "-ni",
      "-q",
      "-R",
      "0",
      "-C",
      "0",
      "-g",
      "1",
      "-r",
      "48000",
      "-O",
      "s16",
      "-T",
      "wav",
    ];
    execFileSync("fluidsynth", [...quiet, "-F", wav, FONT!, mid], { stdio: "ignore" });
    const { decodeAudio } = await import("@/lib/audio/decode");
    const theirs = await decodeAudio(new Uint8Array(fs.readFileSync(wav)));
    const ours = await clip.source.pcm();
    const [a, b] = [onsets(ours.left), onsets(theirs.left)];
    expect(a).toHaveLength(12);
    expect(b).toHaveLength(12);
    // A constant is the attack of another instrument.
    const constant = b[0]! - a[0]!;
    for (const [i, at] of a.entries()) expect(Math.abs(b[i]! - constant - at)).toBeLessThan(0.01);
  });
});

/** Seconds at which sound begins after quiet: the level of 2 ms passes that of the 60 ms before fourfold. */
function onsets(channel: Float32Array): number[] {
  const hop = 96;
  const level = Array.from({ length: Math.floor(channel.length / hop) }, (_, h) => {
    let sum = 0;
    for (let i = h * hop; i < (h + 1) * hop; i++) sum += channel[i]! ** 2;
    return Math.sqrt(sum / hop);
  });
  const found: number[] = [];
  for (let h = 0; h < level.length; h++) {
    const before = Math.max(1e-4, ...level.slice(Math.max(0, h - 30), h));
    const at = (h * hop) / SAMPLE_RATE;
    if (level[h]! > 3 * before && at - (found.at(-1) ?? -1) > 0.15) found.push(at);
  }
  return found;
}
