import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { decodeAudio } from "@/lib/audio/decode";
import type { SoundSource } from "@/lib/audio/level-set";
import { integratedLoudness } from "@/lib/audio/loudness";
import { SAMPLE_RATE, type StereoPcm } from "@/lib/audio/types";
import { sha256Hex } from "@/lib/shared/canonical-json";
import { invariant } from "@/lib/shared/invariant";
import type { Stimulus } from "@/lib/stimuli/manifest";

/** Where the spoken instructions lie that ship with the project. */
export const SPEECH_FOLDER = fileURLToPath(new URL("../../speech", import.meta.url));

const instructionsSchema = z.array(
  z.strictObject({
    language: z.string(),
    answer: z.enum(["lowest", "highest"]),
    file: z.string(),
    /** The sentence as people write it. */
    written: z.string(),
    /** eSpeak NG's voice, and the sentence as that voice reads it. */
    voice: z.string(),
    said: z.string(),
    sha256: z.string(),
  }),
);

/** One spoken instruction: its sentence, its file, and how the file was made. */
export type Instruction = z.infer<typeof instructionsSchema>[number];

/** A catch clip before it is levelled with its set. */
export interface SpokenClip {
  item: string;
  catch: NonNullable<Stimulus["catch"]>;
  source: SoundSource;
}

/** The spoken instructions that ship with the project. */
export function readInstructions(): Instruction[] {
  const text = fs.readFileSync(path.join(SPEECH_FOLDER, "instructions.json"), "utf8");
  return instructionsSchema.parse(JSON.parse(text));
}

/**
 * The catch clips of a set: each says its instruction, and says it again half-way where there is room,
 * with silence up to the length of the set's other clips.
 * @param samples length of the set's clips at `SAMPLE_RATE`
 * @returns those that fit; none in a set of very short clips
 */
export async function spokenClips(samples: number): Promise<SpokenClip[]> {
  const clips: SpokenClip[] = [];
  for (const instruction of readInstructions()) {
    const { language, answer } = instruction;
    const speech = soften(await speechOf(instruction));
    if (LEAD + speech.length > samples) continue;
    const item = `catch-${language}-${answer}`;
    const pcm = async () => placed(speech, samples);
    clips.push({ item, catch: { language, answer }, source: { id: item, pcm } });
  }
  return clips;
}

async function speechOf({ file, sha256 }: Instruction): Promise<Float32Array> {
  const bytes = fs.readFileSync(path.join(SPEECH_FOLDER, file));
  const digest = sha256Hex(bytes);
  invariant(digest === sha256, `${file}: expected digest ${sha256}, got ${digest}`);
  return trimmed((await decodeAudio(bytes)).left);
}

/** Silence before the first word. */
const LEAD = SAMPLE_RATE / 2;
/** What is softer than this (full scale is 1) before the first and after the last word is cut off. */
const SILENCE = 0.001;

function trimmed(sound: Float32Array): Float32Array {
  const loud = (value: number) => Math.abs(value) > SILENCE;
  return sound.slice(sound.findIndex(loud), sound.findLastIndex(loud) + 1);
}

/** How far a peak may stand above the loudness of the speech, in dB. */
const CREST_DB = 13;

/**
 * Rounds off the peaks of speech, which stand higher than those of music: levelled with the rest they
 * would pass the ceiling, and the whole set would be made softer for their sake.
 */
function soften(speech: Float32Array): Float32Array {
  const lufs = integratedLoudness({ left: speech, right: speech });
  const top = 10 ** ((lufs + CREST_DB) / 20);
  return speech.map((value) => top * Math.tanh(value / top));
}

function placed(speech: Float32Array, samples: number): StereoPcm {
  const left = new Float32Array(samples);
  left.set(speech, LEAD);
  const again = Math.floor(samples / 2) + LEAD / 2;
  if (again >= LEAD + speech.length && again + speech.length <= samples) left.set(speech, again);
  return { left, right: left.slice() };
}
