import { ENCODINGS } from "@/lib/encoding/registry";
import { type GeneratedCandidate, generateCandidates } from "@/lib/generation/candidates";
import { humanContent, scrambledContent } from "@/lib/generation/draft-clips";
import { type PredictorSource, predictorSource } from "@/lib/generation/predictor-source";
import { loadPrimers, primerListDigest } from "@/lib/generation/primer-files";
import type { Primer } from "@/lib/generation/primers";
import type { StoredSet } from "@/lib/generation/stimulus-folder";
import { primersInOrder } from "@/lib/generation/stimulus-set";
import { readEvents, type StoredEvents } from "@/lib/generation/stored-clip";
import { SHIPPED_CHECKPOINTS } from "@/lib/models/checkpoint-files";
import { InputError } from "@/lib/shared/invariant";
import type { OnProgress } from "@/lib/shared/progress";
import type { Manifest, Stimulus } from "@/lib/stimuli/manifest";

/** What sampling a clip again gave. */
export interface ClipRegeneration {
  id: string;
  role: string;
  condition: string;
  item: string;
  /**
   * `edge`: other events from a draw on that fell within 1e-4 of another outcome, as may happen on
   * another backend or processor; `other`: other events for no such reason.
   */
  status: "same" | "edge" | "other";
  /** First event that differs, from 0; null when none does. */
  differsAt: number | null;
  /** First event whose draw fell within 1e-4 of another outcome; null when none did. */
  firstEdge: number | null;
}

/** A set sampled again. */
export interface SetRegeneration {
  backend: string;
  clips: ClipRegeneration[];
}

/** Where the checkpoints lie, and who is told of the progress. */
export interface RegenerateOptions {
  checkpoints?: string | undefined;
  onProgress?: OnProgress;
}

interface Ground {
  manifest: Manifest;
  sampling: NonNullable<Manifest["set"]["sampling"]>;
  primers: Primer[];
  seed: number;
  temperature: number;
}

function requireGround(manifest: Manifest, root: string): Ground {
  const { sampling, seed, temperature } = manifest.set;
  if (!sampling || temperature === null || typeof seed !== "number") {
    throw new InputError(
      "--regenerate: expected a set that models made, this one records no sampling",
    );
  }
  const list = loadPrimers(sampling.primers.corpus, root);
  const digest = primerListDigest(list);
  if (digest !== sampling.primers.sha256) {
    throw new InputError(
      `primers of ${sampling.primers.corpus}: expected the list with digest ${sampling.primers.sha256}, got ${digest}`,
    );
  }
  return { manifest, sampling, primers: primersInOrder(list.primers, seed), seed, temperature };
}

/** Lets one model continue the recorded primers again, in the same rounds. */
async function sampleAgain(
  model: string,
  ground: Ground,
  clip: StoredEvents,
  { source, root, onProgress }: { source: PredictorSource; root: string; onProgress: OnProgress },
): Promise<GeneratedCandidate[]> {
  const { manifest, sampling, seed, temperature } = ground;
  const { meta, predictor, dispose } = source.load(sampling.primers.corpus, model, root);
  const wanted = manifest.set.checkpoints[model];
  if (meta.weights.sha256 !== wanted) {
    dispose();
    throw new InputError(
      `checkpoint of ${model}: expected weights with digest ${wanted}, got ${meta.weights.sha256}`,
    );
  }
  const settings = { encoding: ENCODINGS[clip.encoding], temperature, seed };
  const made: GeneratedCandidate[] = [];
  for (const size of sampling.batches) {
    const primers = ground.primers.slice(made.length, made.length + size);
    const show = (done: number, total: number) =>
      onProgress({ stage: `sampling ${model}`, done, total });
    made.push(...(await generateCandidates(model, predictor, primers, settings, show)));
  }
  dispose();
  return made;
}

/** Events and near edges of a stimulus made again. */
type Again = { events: readonly number[]; nearEdges: readonly number[] };

function compare(
  stimulus: Stimulus,
  stored: StoredEvents,
  again: Again,
  recorded: readonly number[],
): ClipRegeneration {
  const { id, role, condition, item } = stimulus;
  const longest = Math.max(stored.events.length, again.events.length);
  let at = 0;
  while (at < longest && stored.events[at] === again.events[at]) at += 1;
  const edges = [...new Set([...recorded, ...again.nearEdges])].sort((a, b) => a - b);
  const same = at === longest;
  const status = same ? "same" : edges.includes(at) ? "edge" : "other";
  return {
    id,
    role,
    condition,
    item,
    status,
    differsAt: same ? null : at,
    firstEdge: edges[0] ?? null,
  };
}

/**
 * Samples every generated clip of a set again, from the same weights, primers and seed, and makes the
 * anchors again. On the same machine and backend all events are the same; elsewhere they are up to
 * the first draw within 1e-4 of another outcome.
 * @throws InputError when primers or weights are not those that the manifest records
 */
export async function regenerateSet(
  stored: StoredSet,
  { checkpoints = SHIPPED_CHECKPOINTS, onProgress = () => {} }: RegenerateOptions = {},
): Promise<SetRegeneration> {
  const ground = requireGround(stored.manifest, checkpoints);
  const { stimuli, set } = stored.manifest;
  const source = await predictorSource();
  const candidates = new Map<string, GeneratedCandidate[]>();
  const clips: ClipRegeneration[] = [];
  for (const stimulus of stimuli) {
    const events = await readEvents(stored, stimulus);
    const kind = set.conditions.find(({ id }) => id === stimulus.condition)?.kind;
    if (!events || kind === "uploaded") continue;
    if (kind === "model" && !candidates.has(stimulus.condition)) {
      const how = { source, root: checkpoints, onProgress };
      candidates.set(
        stimulus.condition,
        await sampleAgain(stimulus.condition, ground, events, how),
      );
    }
    const again = madeAgain(stimulus, events, ground, candidates);
    clips.push(compare(stimulus, events, again, ground.sampling.nearEdges[stimulus.id] ?? []));
  }
  return { backend: source.backend, clips };
}

function madeAgain(
  { condition, item }: Stimulus,
  stored: StoredEvents,
  ground: Ground,
  candidates: ReadonlyMap<string, GeneratedCandidate[]>,
): Again {
  const encoding = ENCODINGS[stored.encoding];
  const written = candidates.get(condition)?.find((candidate) => candidate.item === item);
  const primer = ground.primers.find(({ id }) => id === item);
  if (!primer || (candidates.has(condition) && !written)) {
    throw new InputError(`item ${item}: expected it among the recorded primers, found none`);
  }
  if (written) return written;
  return condition === "human"
    ? humanContent(primer, encoding)
    : scrambledContent(primer, encoding, ground.seed);
}
