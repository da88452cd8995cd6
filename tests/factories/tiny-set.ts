import { existsSync } from "node:fs";
import fs from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { instrumentFrom } from "@/lib/audio/instruments";
import { MP3_ENCODER } from "@/lib/audio/mp3";
import { RENDERER_VERSION } from "@/lib/audio/render";
import { renderSet } from "@/lib/audio/render-set";
import type { RenderedSet } from "@/lib/audio/types";
import type { Note } from "@/lib/music/notes";
import { canonicalJson, sha256Hex } from "@/lib/shared/canonical-json";
import { namedStream } from "@/lib/shared/rng";
import type { Manifest, Stimulus, StimulusRole } from "@/lib/stimuli/manifest";
import { MANIFEST_FILE, stimulusFileName, stimulusIdOf } from "@/lib/stimuli/stimulus-ids";

/** What a tiny set is made of. */
export interface TinySet {
  name?: string;
  seed?: number;
  models?: readonly string[];
  /** Clips of each condition. */
  items?: number;
  /** Adds `human` and `scrambled`. */
  anchors?: boolean;
  /** Length of the clips in steps; 8 (2 seconds) where nothing is said. */
  steps?: number;
  /** Catch clips in each of English and Chinese (tones instead of speech). */
  catches?: number;
}

interface Planned {
  role: StimulusRole;
  condition: string;
  item: string;
  catch?: NonNullable<Stimulus["catch"]>;
}

/**
 * The folder of a tiny set: rendered once, then kept below the system's temporary folder, as equal
 * options give equal bytes.
 */
export async function tinySetFolder(options: TinySet = {}): Promise<string> {
  const versions = [RENDERER_VERSION, MP3_ENCODER, options];
  const folder = path.join(
    os.tmpdir(),
    `tiny-set-${sha256Hex(canonicalJson(versions)).slice(0, 16)}`,
  );
  if (existsSync(path.join(folder, MANIFEST_FILE))) return folder;
  const draft = await fs.mkdtemp(`${folder}-`);
  await writeTinySet(draft, options);
  // Another test file may have been faster.
  await fs.rename(draft, folder).catch(() => fs.rm(draft, { recursive: true }));
  return folder;
}

/** Steps of the music in a tiny clip: one second, and as much again for the last note to fade. */
const STEPS = 8;

/**
 * Writes a stimulus folder of real, rendered 2-second clips: the same gate and code as a full set.
 * @returns its manifest
 */
export async function writeTinySet(folder: string, options: TinySet = {}): Promise<Manifest> {
  const planned = plan(options);
  const rendered = await renderSet(
    planned.map((clip, i) => ({ id: String(i), notes: notesOf(clip, options.seed ?? 1) })),
    {
      instrument: instrumentFrom("organ", () => Promise.reject(new Error("no samples"))),
      steps: options.steps ?? STEPS,
    },
  );
  const stimuli = planned.map((clip, i) => stimulusOf(clip, rendered, i));
  const manifest = manifestOf(options, planned, stimuli, rendered);
  await fs.mkdir(folder, { recursive: true });
  for (const [i, stimulus] of stimuli.entries()) {
    await fs.writeFile(
      path.join(folder, stimulusFileName(stimulus.id, "mp3")),
      rendered.clips[i]!.mp3,
    );
  }
  await fs.writeFile(path.join(folder, MANIFEST_FILE), JSON.stringify(manifest, null, 2));
  return manifest;
}

function plan({
  models = TINY_MODELS,
  items = 4,
  anchors = false,
  catches = 0,
}: TinySet): Planned[] {
  const conditions = [...models, ...(anchors ? ["human", "scrambled"] : [])];
  const main = conditions.flatMap((condition) =>
    Array.from(
      { length: items },
      (_, i): Planned => ({ role: "main", condition, item: `item-${i + 1}` }),
    ),
  );
  const practice = [0, 1, 2].map(
    (i): Planned => ({ role: "practice", condition: conditions[0]!, item: `spare-${i}` }),
  );
  const spoken = ["en", "zh"].flatMap((language) =>
    Array.from(
      { length: catches },
      (_, i): Planned => ({
        role: "catch",
        condition: "catch",
        item: `catch-${language}-${i}`,
        catch: { language, answer: i % 2 === 0 ? "lowest" : "highest" },
      }),
    ),
  );
  return [
    ...main,
    ...practice,
    ...spoken,
    { role: "calibration", condition: conditions[0]!, item: "spare-3" },
  ];
}

/** The models of the paper's study. */
export const TINY_MODELS = ["resNet20_LocalConv", "resNet20_Naive", "LSTM"] as const;

function notesOf({ role, condition, item }: Planned, seed: number): Note[] {
  const rng = namedStream(seed, role, condition, item);
  return [0, 2, 4, 6].map((start) => ({ pitch: rng.int(55, 79), start, duration: 2, voice: 0 }));
}

function stimulusOf(clip: Planned, rendered: RenderedSet, index: number): Stimulus {
  const { mp3, after } = rendered.clips[index]!;
  const digest = sha256Hex(mp3);
  return {
    id: stimulusIdOf({ ...clip, mp3: digest }),
    ...clip,
    files: { mp3: { sha256: digest, bytes: mp3.length } },
    durationMs: rendered.seconds * 1000,
    loudness: after.lufs,
    truePeak: after.truePeakDbtp,
    seed: null,
    originality: { status: "not computed", reason: "test clip" },
    description: { notesPerBar: 8 },
    factors: {},
    repairs: 0,
  };
}

function manifestOf(
  { name = "tiny", seed = 1 }: TinySet,
  planned: readonly Planned[],
  stimuli: Stimulus[],
  rendered: RenderedSet,
): Manifest {
  const conditions = [...new Set(planned.filter((p) => p.role === "main").map((p) => p.condition))];
  const kindOf = (id: string) => (id === "human" || id === "scrambled" ? id : ("model" as const));
  return {
    format: 1,
    set: {
      name,
      preset: "tiny",
      seed,
      temperature: null,
      tempo: rendered.tempo,
      instrument: rendered.instrument.id,
      steps: rendered.steps,
      loudness: { target: rendered.targetLufs, truePeakLimit: rendered.ceilingDbtp },
      renderer: {
        name: "sampler",
        version: rendered.renderer,
        samples: null,
        samplesVersion: null,
      },
      codeVersion: "test",
      backend: null,
      corpus: "absent",
      checkpoints: {},
      conditions: conditions.map((id) => ({ id, kind: kindOf(id) })),
      factors: [],
      rejections: [],
    },
    stimuli,
  };
}
