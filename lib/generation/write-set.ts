import { withClipEncoder } from "@/lib/audio/encoder-threads-node";
import { loadInstrument } from "@/lib/audio/instruments-node";
import { renderedSamples } from "@/lib/audio/render";
import { renderSet } from "@/lib/audio/render-set";
import type { RenderedClip, RenderedSet } from "@/lib/audio/types";
import { CORPORA } from "@/lib/datasets/registry";
import type { EncodingId } from "@/lib/encoding/encoding";
import {
  digestOf,
  engraverVersion,
  eventsFile,
  type FileBytes,
  fileRecords,
  scoreFiles,
} from "@/lib/generation/clip-files";
import type { OriginalityValues } from "@/lib/generation/originality";
import { byEarOf } from "@/lib/generation/sound-remarks";
import { type SpokenClip, spokenClips } from "@/lib/generation/spoken-clips";
import { writeStimulusFolder } from "@/lib/generation/stimulus-folder";
import type { DraftClip, DraftRequest, DraftSet } from "@/lib/generation/stimulus-set";
import { describeNotes } from "@/lib/music/description";
import { CLIP_STEPS } from "@/lib/music/notes";
import type { OnProgress } from "@/lib/shared/progress";
import type { Manifest, Stimulus, StimulusSet } from "@/lib/stimuli/manifest";
import { isAnchor, SET_PRESETS } from "@/lib/stimuli/set-presets";
import { stimulusIdOf } from "@/lib/stimuli/stimulus-ids";

/** What a set's manifest says beyond its clips. */
export interface SetFacts {
  name: string;
  tempo: number;
  instrument: string;
  codeVersion: string;
  backend: string;
  corpus: { id: string; sha256: string } | "absent";
  checkpoints: Record<string, { digest: string; seed: number; corpus: string }>;
  /** The list of primers that the set was drawn from. */
  primers: { corpus: string; sha256: string };
  /** Compares a clip's events with the training corpus; absent where the corpus is. */
  originality?: (events: readonly number[]) => OriginalityValues;
}

function originalityOf(clip: DraftClip, facts: SetFacts): Stimulus["originality"] {
  if (!facts.originality) return { status: "not computed", reason: "corpus absent" };
  return { status: "computed", ...facts.originality(clip.events) };
}

function stimulusOf(
  clip: DraftClip,
  files: FileBytes & { mp3: Uint8Array },
  sound: { rendered: RenderedClip; seconds: number },
  request: DraftRequest,
  facts: SetFacts,
): Stimulus {
  const { role, condition, item } = clip;
  const checkpoint = facts.checkpoints[condition];
  const description = describeNotes(clip.notes, CLIP_STEPS);
  return {
    id: stimulusIdOf({ role, condition, item, mp3: digestOf(files.mp3) }),
    role,
    condition,
    item,
    files: fileRecords(files) as Stimulus["files"],
    durationMs: sound.seconds * 1000,
    loudness: sound.rendered.after.lufs,
    truePeak: sound.rendered.after.truePeakDbtp,
    seed: clip.drawn ? request.seed : null,
    originality: originalityOf(clip, facts),
    description: { ...description },
    factors: checkpoint
      ? { temperature: request.temperature, corpus: checkpoint.corpus, run: checkpoint.seed }
      : NO_FACTORS,
    repairs: clip.repairs,
  };
}

const NO_FACTORS = { temperature: null, corpus: null, run: null };

function spokenStimulus(clip: SpokenClip, sound: RenderedClip, seconds: number): Stimulus {
  const place = { role: "catch", condition: "catch", item: clip.item } as const;
  return {
    id: stimulusIdOf({ ...place, mp3: digestOf(sound.mp3) }),
    ...place,
    files: fileRecords({ mp3: sound.mp3 }) as Stimulus["files"],
    durationMs: seconds * 1000,
    loudness: sound.after.lufs,
    truePeak: sound.after.truePeakDbtp,
    seed: null,
    originality: { status: "not computed", reason: "spoken" },
    description: {},
    factors: NO_FACTORS,
    repairs: 0,
    catch: clip.catch,
  };
}

function kindOf(condition: string): StimulusSet["conditions"][number]["kind"] {
  return isAnchor(condition) ? condition : "model";
}

/** Near edges by stimulus id; `stimuli` are in the order of the draft's clips. */
function nearEdgesOf(draft: DraftSet, stimuli: readonly Stimulus[]): Record<string, number[]> {
  const edges = draft.clips.map((clip, index) => [stimuli[index]!.id, clip.nearEdges] as const);
  return Object.fromEntries(edges.filter(([, events]) => events.length > 0));
}

async function setOf(
  draft: DraftSet,
  rendered: RenderedSet,
  request: DraftRequest,
  facts: SetFacts,
  stimuli: readonly Stimulus[],
): Promise<StimulusSet> {
  const conditions = [...new Set(draft.clips.map((clip) => clip.condition))];
  return {
    name: facts.name,
    preset: request.preset,
    seed: request.seed,
    temperature: request.temperature,
    tempo: facts.tempo,
    instrument: facts.instrument,
    steps: CLIP_STEPS,
    loudness: {
      target: rendered.targetLufs,
      truePeakLimit: rendered.ceilingDbtp,
      byEar: Object.fromEntries(
        stimuli.map(({ id }, index) => [id, byEarOf(rendered.clips[index]!)]),
      ),
    },
    renderer: {
      name: "sampler",
      version: `${rendered.renderer}, ${rendered.encoder}`,
      samples: rendered.instrument.credit ? rendered.instrument.version : null,
      samplesVersion: rendered.instrument.digest,
      engraver: await engraverVersion(),
    },
    codeVersion: facts.codeVersion,
    backend: facts.backend,
    corpus: facts.corpus,
    sampling: {
      primers: facts.primers,
      batches: draft.batches,
      nearEdges: nearEdgesOf(draft, stimuli),
      ...(draft.withheld ? { withheld: draft.withheld } : {}),
    },
    checkpoints: Object.fromEntries(
      Object.entries(facts.checkpoints).map(([id, c]) => [id, c.digest]),
    ),
    conditions: conditions.map((id) => ({ id, kind: kindOf(id) })),
    factors: ["temperature", "corpus", "run"],
    rejections: draft.rejections,
  };
}

async function filesOf(
  clip: DraftClip,
  mp3: Uint8Array,
  encoding: EncodingId,
  tempo: number,
): Promise<FileBytes & { mp3: Uint8Array }> {
  const events = eventsFile(encoding, CLIP_STEPS, clip.events);
  return { mp3, events, ...(await scoreFiles(clip.notes, { tempo, steps: CLIP_STEPS })) };
}

/**
 * Renders a drafted set and writes it as a stimulus folder, whole or not at all.
 * @param folder where to; it must not exist, or be empty
 * @param onProgress what it throws stops the work, and nothing is left behind
 * @returns the manifest that was written
 */
export function writeSet(
  draft: DraftSet,
  request: DraftRequest,
  facts: SetFacts,
  folder: string,
  onProgress: OnProgress = () => {},
): Promise<Manifest> {
  return writeStimulusFolder(folder, async (write) => {
    const spoken = SET_PRESETS[request.preset].spoken ? await spokenClips(clipSamples(facts)) : [];
    const rendered = await renderDraft(draft, facts, spoken, onProgress);
    const stimuli: Stimulus[] = [];
    for (const [index, clip] of draft.clips.entries()) {
      const sound = { rendered: rendered.clips[index]!, seconds: rendered.seconds };
      const files = await filesOf(
        clip,
        sound.rendered.mp3,
        CORPORA[request.corpus].encoding,
        facts.tempo,
      );
      const stimulus = stimulusOf(clip, files, sound, request, facts);
      write(stimulus.id, files);
      stimuli.push(stimulus);
      await onProgress({ stage: "scoring", done: index + 1, total: draft.clips.length });
    }
    for (const [index, clip] of spoken.entries()) {
      const sound = rendered.clips[draft.clips.length + index]!;
      const stimulus = spokenStimulus(clip, sound, rendered.seconds);
      write(stimulus.id, { mp3: sound.mp3 });
      stimuli.push(stimulus);
    }
    const set = await setOf(draft, rendered, request, facts, stimuli);
    return { format: 1, set, stimuli };
  });
}

const clipSamples = ({ tempo }: SetFacts) => renderedSamples({ tempo });

function renderDraft(
  draft: DraftSet,
  facts: SetFacts,
  spoken: readonly SpokenClip[],
  onProgress: OnProgress,
): Promise<RenderedSet> {
  const clips = draft.clips.map((clip, index) => ({ id: String(index), notes: clip.notes }));
  const instrument = loadInstrument(facts.instrument);
  const others = spoken.map((clip) => clip.source);
  return withClipEncoder(clips.length + others.length, (encoder) =>
    renderSet(clips, { instrument, tempo: facts.tempo, encoder }, onProgress, others),
  );
}
