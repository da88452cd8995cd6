import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { corpusPresent } from "@/lib/datasets/files";
import { isImportedCorpus } from "@/lib/datasets/imported";
import { loadCorpus } from "@/lib/datasets/load";
import { CORPORA, corpusById } from "@/lib/datasets/registry";
import { TASKS } from "@/lib/models/architecture-artifact";
import { readArtifact } from "@/lib/models/artifact-files";
import { readCheckpointMeta, SHIPPED_CHECKPOINTS } from "@/lib/models/checkpoint-files";
import type { CheckpointMeta } from "@/lib/models/checkpoint-meta";
import type { OnProgress } from "@/lib/shared/progress";
import { type Baselines, computeBaselines } from "@/lib/training/baselines";
import {
  type EventTime,
  eventTimeSchema,
  mergeTable,
  type TrainingTable,
  trainingRow,
  trainingTableSchema,
} from "@/lib/training/table";

/** Names of the committed files. */
export const TRAINING_TABLE_FILE = "training-table.json";
export const EVENT_TIMES_FILE = "event-times.json";

/** Milliseconds a generated event by model, as `study bench models --write` leaves them. */
export const eventTimesSchema = z.strictObject({
  format: z.literal(1),
  times: z.record(z.string(), eventTimeSchema),
});

/** Every checkpoint's meta file below a folder of the form corpus/model. */
export function checkpointMetas(root: string): CheckpointMeta[] {
  if (!fs.existsSync(root)) return [];
  const folders = (folder: string) =>
    fs
      .readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.includes(".part"))
      .map((entry) => path.join(folder, entry.name))
      .sort();
  return folders(root)
    .flatMap(folders)
    .map((folder) => readCheckpointMeta(folder))
    .filter((meta) => meta !== null);
}

/** Event times key of a checkpoint: every corpus of an alphabet takes the same time. */
export function eventTimeKey({ encoding, model }: Pick<CheckpointMeta, "encoding" | "model">) {
  const { corpus } = TASKS.find((task) => task.encoding === encoding)!;
  return `${corpus}/${model}`;
}

/** The committed table, or null. */
export function readTrainingTable(folder?: string): TrainingTable | null {
  return readArtifact(TRAINING_TABLE_FILE, trainingTableSchema, folder);
}

function present(id: string): boolean {
  return isImportedCorpus(id) || (id in CORPORA && corpusPresent(id));
}

/**
 * Baselines of the shipped corpora and of every checkpoint's: the committed ones where their digest is the checkpoints', else
 * computed from the corpus; left out where the corpus is absent.
 */
function baselinesFor(
  metas: readonly CheckpointMeta[],
  before: TrainingTable | null,
  onProgress: OnProgress,
): Baselines[] {
  const corpora = new Map<string, string>([
    ...TASKS.map(({ corpus }) => [corpus, corpusById(corpus).files.train.sha256] as const),
    ...metas.map((meta) => [meta.corpus.id, meta.corpus.sha256] as const),
  ]);
  return [...corpora].flatMap(([id, sha256]) => {
    const known = before?.baselines.find((b) => b.corpus === id && b.sha256 === sha256);
    if (known) return [known];
    if (!present(id)) return [];
    return [
      computeBaselines(loadCorpus(id), (p) => onProgress({ ...p, stage: `${id}: ${p.stage}` })),
    ];
  });
}

/**
 * The training table from checkpoints' meta files, with baselines and event times beside them.
 * @param extra a second folder of checkpoints, whose weights do not ship
 * @param onProgress told what is being computed
 */
export function collectTrainingTable(
  extra?: string,
  onProgress: OnProgress = () => {},
): TrainingTable {
  const before = readTrainingTable();
  const times: Record<string, EventTime> =
    readArtifact(EVENT_TIMES_FILE, eventTimesSchema)?.times ?? {};
  const shipped = checkpointMetas(SHIPPED_CHECKPOINTS);
  const others = extra ? checkpointMetas(extra) : [];
  const row = (isShipped: boolean) => (meta: CheckpointMeta) =>
    trainingRow(meta, isShipped, times[eventTimeKey(meta)] ?? null);
  const rows = [...shipped.map(row(true)), ...others.map(row(false))];
  return mergeTable(before, rows, baselinesFor([...shipped, ...others], before, onProgress));
}
