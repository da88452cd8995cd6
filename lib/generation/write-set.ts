import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { loadInstrument } from "@/lib/audio/instruments-node";
import { renderSet } from "@/lib/audio/render-set";
import type { RenderedClip, RenderedSet } from "@/lib/audio/types";
import type { EncodingId } from "@/lib/encoding/encoding";
import type { OriginalityValues } from "@/lib/generation/originality";
import type { DraftClip, DraftSet, SetProgress, SetRequest } from "@/lib/generation/stimulus-set";
import { describeNotes } from "@/lib/music/description";
import { notesToMidi } from "@/lib/music/midi";
import { CLIP_STEPS } from "@/lib/music/notes";
import { engrave } from "@/lib/score/engrave";
import { musicXml } from "@/lib/score/musicxml";
import { InputError } from "@/lib/shared/invariant";
import {
  type FileKind,
  type Manifest,
  parseManifest,
  type Stimulus,
  type StimulusSet,
} from "@/lib/stimuli/manifest";
import { MANIFEST_FILE, stimulusFileName, stimulusIdOf } from "@/lib/stimuli/stimulus-ids";

/** Width in pixels to which the stored picture of a score breaks its lines. */
const SCORE_WIDTH = 1000;

/** What a set's manifest says beyond its clips. */
export interface SetFacts {
  name: string;
  tempo: number;
  instrument: string;
  codeVersion: string;
  backend: string;
  corpus: { id: string; sha256: string } | "absent";
  checkpoints: Record<string, { digest: string; seed: number; corpus: string }>;
  /** Compares a clip's events with the training corpus; absent where the corpus is. */
  originality?: (events: readonly number[]) => OriginalityValues;
}

type Files = Partial<Record<FileKind, Uint8Array>> & { mp3: Uint8Array };

const text = (value: string) => new TextEncoder().encode(value);
const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

async function filesOf(
  clip: DraftClip,
  mp3: Uint8Array,
  encoding: EncodingId,
  tempo: number,
): Promise<Files> {
  const xml = musicXml(clip.notes, { tempo });
  const { svg } = await engrave(xml, { width: SCORE_WIDTH });
  return {
    mp3,
    mid: notesToMidi(clip.notes, { tempo, steps: CLIP_STEPS }),
    events: text(`${JSON.stringify({ encoding, steps: CLIP_STEPS, events: clip.events })}\n`),
    musicxml: text(xml),
    svg: text(svg),
  };
}

function originalityOf(clip: DraftClip, facts: SetFacts): Stimulus["originality"] {
  if (!facts.originality) return { status: "not computed", reason: "corpus absent" };
  return { status: "computed", ...facts.originality(clip.events) };
}

function stimulusOf(
  clip: DraftClip,
  files: Files,
  sound: { rendered: RenderedClip; seconds: number },
  request: SetRequest,
  facts: SetFacts,
): Stimulus {
  const { role, condition, item } = clip;
  const entries = Object.entries(files).map(([kind, bytes]) => [
    kind,
    { sha256: digest(bytes), bytes: bytes.length },
  ]);
  const checkpoint = facts.checkpoints[condition];
  const description = describeNotes(clip.notes, CLIP_STEPS);
  return {
    id: stimulusIdOf({ role, condition, item, mp3: digest(files.mp3) }),
    role,
    condition,
    item,
    files: Object.fromEntries(entries) as Stimulus["files"],
    durationMs: sound.seconds * 1000,
    loudness: sound.rendered.after.lufs,
    truePeak: sound.rendered.after.truePeakDbtp,
    seed: clip.drawn ? request.seed : null,
    originality: originalityOf(clip, facts),
    description: { ...description },
    factors: checkpoint
      ? { temperature: request.temperature, corpus: checkpoint.corpus, run: checkpoint.seed }
      : { temperature: null, corpus: null, run: null },
    repairs: clip.repairs,
  };
}

function kindOf(condition: string): StimulusSet["conditions"][number]["kind"] {
  return condition === "human" || condition === "scrambled" ? condition : "model";
}

function setOf(
  draft: DraftSet,
  rendered: RenderedSet,
  request: SetRequest,
  facts: SetFacts,
): StimulusSet {
  const conditions = [...new Set(draft.clips.map((clip) => clip.condition))];
  return {
    name: facts.name,
    preset: request.presetName,
    seed: request.seed,
    temperature: request.temperature,
    tempo: facts.tempo,
    instrument: facts.instrument,
    steps: CLIP_STEPS,
    loudness: { target: rendered.targetLufs, truePeakLimit: rendered.ceilingDbtp },
    renderer: {
      name: "sampler",
      version: `${rendered.renderer}, ${rendered.encoder}`,
      samples: rendered.instrument.credit ? rendered.instrument.version : null,
      samplesVersion: rendered.instrument.digest,
    },
    codeVersion: facts.codeVersion,
    backend: facts.backend,
    corpus: facts.corpus,
    checkpoints: Object.fromEntries(
      Object.entries(facts.checkpoints).map(([id, c]) => [id, c.digest]),
    ),
    conditions: conditions.map((id) => ({ id, kind: kindOf(id) })),
    factors: ["temperature", "corpus", "run"],
    rejections: draft.rejections,
  };
}

function refuseExisting(folder: string): void {
  if (fs.existsSync(folder) && fs.readdirSync(folder).length > 0) {
    throw new InputError(`--out: expected a new or empty folder, ${folder} holds files`);
  }
}

/**
 * Renders a drafted set and writes it as a stimulus folder, whole or not at all.
 * @param folder where to; it must not exist, or be empty
 * @returns the manifest that was written
 */
export async function writeSet(
  draft: DraftSet,
  request: SetRequest,
  facts: SetFacts,
  folder: string,
  onProgress: SetProgress = () => {},
): Promise<Manifest> {
  refuseExisting(folder);
  const instrument = loadInstrument(facts.instrument);
  const clips = draft.clips.map((clip, index) => ({ id: String(index), notes: clip.notes }));
  const rendered = await renderSet(
    clips,
    { instrument, tempo: facts.tempo },
    (done, total, phase) => onProgress(phase === "render" ? "rendering" : "encoding", done, total),
  );
  const partial = `${folder}.part-${process.pid}`;
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(partial, { recursive: true });
  const stimuli: Stimulus[] = [];
  for (const [index, clip] of draft.clips.entries()) {
    const sound = { rendered: rendered.clips[index]!, seconds: rendered.seconds };
    const files = await filesOf(clip, sound.rendered.mp3, request.preset.encoding, facts.tempo);
    const stimulus = stimulusOf(clip, files, sound, request, facts);
    for (const [kind, bytes] of Object.entries(files)) {
      fs.writeFileSync(path.join(partial, stimulusFileName(stimulus.id, kind as FileKind)), bytes);
    }
    stimuli.push(stimulus);
    onProgress("writing scores", index + 1, draft.clips.length);
  }
  const manifest = parseManifest({
    format: 1,
    set: setOf(draft, rendered, request, facts),
    stimuli,
  });
  fs.writeFileSync(path.join(partial, MANIFEST_FILE), `${JSON.stringify(manifest, null, 1)}\n`);
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  fs.renameSync(partial, folder);
  return manifest;
}
