import { createHash } from "node:crypto";
import { z } from "zod";
import type { OriginalityValues } from "@/lib/generation/originality";
import { readArtifact, writeArtifact } from "@/lib/models/artifact-files";

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const schema = z.strictObject({
  format: z.literal(1),
  /** The training text that the clips were compared with. */
  corpus: z.strictObject({ id: z.string().min(1), sha256: digest }),
  /** Preset and seed of the set, and the weights that wrote it, by model. */
  set: z.strictObject({ preset: z.string().min(1), seed: z.int() }),
  checkpoints: z.record(z.string(), digest),
  /** Originality by the digest of a clip's events. */
  clips: z.record(
    digest,
    z.strictObject({
      longestRun: z.int().min(0),
      share16: z.number(),
      share32: z.number(),
      share64: z.number(),
      nearestPlace: z.int().min(0).nullable(),
    }),
  ),
});

/** Originality of one set's clips, computed where the corpus was at hand. */
export type StoredOriginality = z.infer<typeof schema>;

/** Name of the file for a corpus, for example originality-bach.json. */
export const originalityFile = (corpus: string) => `originality-${corpus}.json`;

/** SHA-256 of a clip's events. */
export function eventsDigest(events: readonly number[]): string {
  return createHash("sha256").update(events.join(",")).digest("hex");
}

/** The stored originality of a corpus's demo set, or null. */
export function readStoredOriginality(corpus: string, folder?: string): StoredOriginality | null {
  return readArtifact(originalityFile(corpus), schema, folder);
}

/** Keeps the originality of a set's clips for machines without the corpus; returns the file. */
export function writeStoredOriginality(
  facts: Omit<StoredOriginality, "format" | "clips">,
  clips: readonly (readonly number[])[],
  compare: (events: readonly number[]) => OriginalityValues,
  folder?: string,
): string {
  const found = clips.map((events) => [eventsDigest(events), compare(events)] as const);
  const sorted = Object.fromEntries(found.sort(([a], [b]) => (a < b ? -1 : 1)));
  const content = schema.parse({ format: 1, ...facts, clips: sorted });
  return writeArtifact(originalityFile(facts.corpus.id), content, folder);
}

/**
 * What was stored for these very clips, all of them or nothing: a set says of its whole that it was
 * compared with a corpus.
 * @param corpus id and digest of the corpus that the weights were trained on
 */
export function storedOriginality(
  corpus: { id: string; sha256: string },
  clips: readonly (readonly number[])[],
  folder?: string,
): ((events: readonly number[]) => OriginalityValues) | undefined {
  const stored = readStoredOriginality(corpus.id, folder);
  if (!stored || stored.corpus.sha256 !== corpus.sha256) return undefined;
  if (!clips.every((events) => stored.clips[eventsDigest(events)])) return undefined;
  return (events) => stored.clips[eventsDigest(events)]!;
}
