import { and, desc, eq, isNotNull, isNull, ne, notExists, or } from "drizzle-orm";
import { blobs, stimuli, stimulusFiles, stimulusSets } from "@/db/schema/stimuli";
import { studies } from "@/db/schema/studies";
import { type Database, database } from "@/lib/services/database";
import type { FileKind } from "@/lib/stimuli/manifest";

/** A clip that anybody may hear, with who made it. */
export interface PublicClip {
  setId: string;
  stimulusId: string;
  condition: string;
}

/** What the home page shows beside its words. */
export interface PublicHome {
  /** Two models' continuations of one primer, from a set that no running study needs kept secret. */
  pair: [PublicClip, PublicClip] | null;
  /** The study whose results were released last. */
  released: string | null;
}

/** The home page's clips and study. */
export async function publicHome(): Promise<PublicHome> {
  const db = await database();
  const { slug, status, mode, releasedAt, archivedAt } = studies;
  const [study] = await db
    .select({ slug })
    .from(studies)
    .where(and(isNotNull(releasedAt), eq(status, "closed"), eq(mode, "live"), isNull(archivedAt)))
    .orderBy(desc(releasedAt))
    .limit(1);
  return { pair: await newestPair(db), released: study?.slug ?? null };
}

/** The first item of the newest open set that two of its models continue. */
async function newestPair(db: Database): Promise<PublicHome["pair"]> {
  const sets = await db
    .select({ id: stimulusSets.id, details: stimulusSets.details })
    .from(stimulusSets)
    .where(and(eq(stimulusSets.status, "published"), openSet(db)))
    .orderBy(desc(stimulusSets.publishedAt));
  for (const { id, details } of sets) {
    const models = details.conditions.filter(({ kind }) => kind === "model");
    const pair = await firstPair(db, id, new Set(models.map((model) => model.id)));
    if (pair) return pair;
  }
  return null;
}

async function firstPair(
  db: Database,
  setId: string,
  models: ReadonlySet<string>,
): Promise<PublicHome["pair"]> {
  const { id: stimulusId, condition, item, position } = stimuli;
  const clips = await db
    .select({ stimulusId, condition, item })
    .from(stimuli)
    .where(and(eq(stimuli.setId, setId), eq(stimuli.role, "main")))
    .orderBy(item, position);
  const own = clips.filter((clip) => models.has(clip.condition));
  const at = own.findIndex((clip, i) => clip.item === own[i + 1]?.item);
  if (at < 0) return null;
  const clip = ({ item: _, ...rest }: (typeof own)[number]) => ({ setId, ...rest });
  return [clip(own[at]!), clip(own[at + 1]!)];
}

/** That a set's models' names give nothing away: no live study that uses it is unreleased. */
export function openSet(db: Database) {
  return notExists(
    db
      .select({ id: studies.id })
      .from(studies)
      .where(
        and(
          eq(studies.setId, stimulusSets.id),
          eq(studies.mode, "live"),
          isNotNull(studies.launchedAt),
          or(isNull(studies.releasedAt), ne(studies.status, "closed")),
        ),
      ),
  );
}

/** One file of a public clip, or null where there is none. */
export async function publicFile(
  setId: string,
  stimulusId: string,
  kind: FileKind,
): Promise<{ bytes: Uint8Array; sha256: string } | null> {
  const db = await database();
  const [row] = await db
    .select({ bytes: blobs.bytes, sha256: blobs.sha256 })
    .from(stimulusFiles)
    .innerJoin(blobs, eq(blobs.sha256, stimulusFiles.sha256))
    .innerJoin(stimulusSets, eq(stimulusSets.id, stimulusFiles.setId))
    .where(
      and(
        eq(stimulusFiles.setId, setId),
        eq(stimulusFiles.stimulusId, stimulusId),
        eq(stimulusFiles.kind, kind),
        eq(stimulusSets.status, "published"),
        openSet(db),
      ),
    );
  return row ?? null;
}
