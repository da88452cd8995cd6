import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as toneMidi from "@tonejs/midi";

const { Midi } = (toneMidi as { default?: typeof toneMidi }).default ?? toneMidi;

/** Runs a program and gives what it wrote; throws when it is missing or fails. */
function run(program: string, args: string[], env: Record<string, string> = {}): string {
  const options = { encoding: "utf8", maxBuffer: 1e9, env: { ...process.env, ...env } } as const;
  const { status, error, stdout, stderr } = spawnSync(program, args, options);
  if (error) throw new Error(`${program}: ${error.message}`);
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr.slice(-500)}`);
  return stdout + stderr;
}

/** What ffmpeg reads from a sound file. */
export interface Heard {
  seconds: number;
  lufs: number;
  truePeakDbtp: number;
  /** Metadata lines but the encoder's. */
  metadata: string[];
}

/** Length of the decoded sound, ebur128's loudness and true peak, and metadata, by ffmpeg. */
export function listen(file: string): Heard {
  const filter = ["-af", "ebur128=peak=true:framelog=verbose", "-f", "null", "-"];
  const log = run("ffmpeg", ["-hide_banner", "-nostats", "-i", file, ...filter]);
  const number = (pattern: RegExp) => Number(pattern.exec(log)?.[1] ?? Number.NaN);
  const probed = run("ffprobe", ["-v", "error", "-show_entries", "format_tags:stream_tags", file]);
  const raw = join(mkdtempSync(join(tmpdir(), "listen-")), "sound.raw");
  run("ffmpeg", ["-v", "error", "-i", file, "-f", "s16le", "-ac", "2", "-ar", "48000", raw]);
  const seconds = statSync(raw).size / 4 / 48_000;
  rmSync(raw);
  return {
    seconds,
    lufs: number(/I:\s+(-?[\d.]+) LUFS/),
    truePeakDbtp: number(/Peak:\s+(-?[\d.]+|-inf) dBFS/),
    metadata: probed
      .split("\n")
      .filter((line) => line.startsWith("TAG:") && !/encoder=/.test(line)),
  };
}

/** Onsets of a MIDI file as "step pitch", each once, in order. */
export function onsets(bytes: Uint8Array): string[] {
  const midi = new Midi(bytes);
  const all = midi.tracks.flatMap((track) =>
    track.notes.map((note) => `${Math.round((note.ticks * 4) / midi.header.ppq)} ${note.midi}`),
  );
  return [...new Set(all)].sort();
}

const SOUND_FONTS = [
  "/usr/share/sounds/sf2/FluidR3_GM.sf2",
  "/usr/share/sounds/sf2/default-GM.sf2",
];

/** Plays a MIDI file with fluidsynth; seconds of sound, and its loudness (−70 for silence). */
export function play(file: string): Heard {
  const font = SOUND_FONTS.find((path) => existsSync(path));
  if (!font) throw new Error("fluidsynth: expected the package fluid-soundfont-gm");
  const wav = join(mkdtempSync(join(tmpdir(), "play-")), "played.wav");
  run("fluidsynth", ["-ni", "-q", "-r", "48000", "-F", wav, font, file]);
  const heard = listen(wav);
  rmSync(wav);
  return heard;
}

/** What MuseScore makes of a score: its own MusicXML and MIDI. */
export interface Reopened {
  musicXml: string;
  midi: Uint8Array;
  /** What it says when it opens the score, and when it plays it into a MIDI file. */
  messages: string[];
  playing: string[];
}

/** Lines that MuseScore writes for every file. */
const USUAL = /^(\s*to <|convert <|\.\.\. success|QStandardPaths|qt\.qpa|$)/;

/** Opens a score with MuseScore 3, without a screen, and exports it again. */
export function reopen(file: string): Reopened {
  const folder = mkdtempSync(join(tmpdir(), "reopen-"));
  const env = { QT_QPA_PLATFORM: "offscreen", XDG_RUNTIME_DIR: folder };
  const exportTo = (name: string) =>
    run("mscore3", ["-o", join(folder, name), file], env)
      .split("\n")
      .filter((line) => !USUAL.test(line));
  const messages = exportTo("again.musicxml");
  const playing = exportTo("again.mid");
  const musicXml = readFileSync(join(folder, "again.musicxml"), "utf8");
  const midi = new Uint8Array(readFileSync(join(folder, "again.mid")));
  rmSync(folder, { recursive: true });
  return { musicXml, midi, messages, playing };
}

/** Writes a file and says where: for scripts that make a folder of clips. */
export function writeInto(folder: string, name: string, content: string | Uint8Array): void {
  writeFileSync(join(folder, name), content);
}
