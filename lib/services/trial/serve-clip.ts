import { and, eq, isNull } from "drizzle-orm";
import { sessions } from "@/db/schema/sessions";
import { blobs, stimulusFiles } from "@/db/schema/stimuli";
import { studies } from "@/db/schema/studies";
import { clipTokens } from "@/db/schema/trials";
import { type Database, database } from "@/lib/services/database";
import { momentOf } from "@/lib/services/study/study-context";
import type { ToneSpec } from "@/lib/study/screening";

/** What a clip token stands for: MP3 bytes, or a sound that the caller computes. */
export type ServedClip = { kind: "mp3"; bytes: Uint8Array } | { kind: "tone"; tone: ToneSpec };

/** Bytes of clips kept in memory, the last used at the end. */
const KEPT_BYTES = 64 * 1024 * 1024;
const kept = new Map<string, Uint8Array>();

/**
 * The clip behind an opaque token, with a note of when it was first served.
 * @returns null for an unknown token
 */
export async function serveClip(
  token: string,
  declaredNow: number | null,
): Promise<ServedClip | null> {
  const db = await database();
  const [clip] = await db
    .select({
      setId: clipTokens.setId,
      stimulusId: clipTokens.stimulusId,
      tone: clipTokens.tone,
      servedAt: clipTokens.servedAt,
      mode: studies.mode,
      slug: studies.slug,
    })
    .from(clipTokens)
    .innerJoin(sessions, eq(sessions.id, clipTokens.sessionId))
    .innerJoin(studies, eq(studies.id, sessions.studyId))
    .where(eq(clipTokens.token, token));
  if (!clip) return null;
  const now = momentOf({ slug: clip.slug, secret: null, declaredNow }, clip);
  if (!clip.servedAt) await noteServed(db, token, now);
  if (clip.tone) return { kind: "tone", tone: clip.tone };
  return { kind: "mp3", bytes: await bytesOf(db, clip.setId!, clip.stimulusId!) };
}

async function noteServed(db: Database, token: string, now: Date): Promise<void> {
  await db
    .update(clipTokens)
    .set({ servedAt: now })
    .where(and(eq(clipTokens.token, token), isNull(clipTokens.servedAt)));
}

async function bytesOf(db: Database, setId: string, stimulusId: string): Promise<Uint8Array> {
  const key = `${setId} ${stimulusId}`;
  const known = kept.get(key);
  if (known) {
    kept.delete(key);
    kept.set(key, known);
    return known;
  }
  const [row] = await db
    .select({ bytes: blobs.bytes })
    .from(stimulusFiles)
    .innerJoin(blobs, eq(blobs.sha256, stimulusFiles.sha256))
    .where(
      and(
        eq(stimulusFiles.setId, setId),
        eq(stimulusFiles.stimulusId, stimulusId),
        eq(stimulusFiles.kind, "mp3"),
      ),
    );
  keep(key, row!.bytes);
  return row!.bytes;
}

function keep(key: string, bytes: Uint8Array): void {
  kept.set(key, bytes);
  let total = [...kept.values()].reduce((sum, held) => sum + held.length, 0);
  for (const [oldest, held] of kept) {
    if (total <= KEPT_BYTES) return;
    kept.delete(oldest);
    total -= held.length;
  }
}
