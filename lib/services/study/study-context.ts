import { eq } from "drizzle-orm";
import { studies, studyVersions } from "@/db/schema/studies";
import { type Database, database } from "@/lib/services/database";
import { type LoadedStimulus, loadDesignStimuli } from "@/lib/services/set/load-design-stimuli";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { ParticipantRefusal } from "@/lib/study/participant-refusal";
import { sessionPlanOf } from "@/lib/study/session-plan";
import type { SessionPlan } from "@/lib/study/session-state";
import { currentVersion, type StudyRow } from "./find-study";

/** Who asks: the study's slug, the cookie's secret, and a clock that only bots may declare. */
export interface Visit {
  slug: string;
  secret: string | null;
  /** Milliseconds since 1970 by the caller's declared clock; null = the server's clock. */
  declaredNow: number | null;
}

/** A version's configuration and what follows from it. */
export interface LoadedVersion {
  id: string;
  configuration: StudyConfiguration;
  plan: SessionPlan;
}

// Frozen versions and published sets never change, so one look is enough.
const versions = new Map<string, LoadedVersion>();
const sets = new Map<string, readonly LoadedStimulus[]>();

/**
 * The study behind a participant's address.
 * @throws ParticipantRefusal "not found" where there is none or it is still a draft
 */
export async function studyOf(slug: string): Promise<StudyRow> {
  const db = await database();
  const [study] = await db.select().from(studies).where(eq(studies.slug, slug));
  if (!study || study.status === "draft" || study.archivedAt) {
    throw new ParticipantRefusal("not found", `there is no study at ${slug}`);
  }
  return study;
}

/** A frozen version by its id. */
export async function versionOf(db: Database, versionId: string): Promise<LoadedVersion> {
  const known = versions.get(versionId);
  if (known) return known;
  const [row] = await db.select().from(studyVersions).where(eq(studyVersions.id, versionId));
  const { configuration } = row!;
  const loaded = { id: versionId, configuration, plan: sessionPlanOf(configuration) };
  versions.set(versionId, loaded);
  return loaded;
}

/** The version that a new session of a launched study gets. */
export async function newestVersion(db: Database, study: StudyRow): Promise<LoadedVersion> {
  return versionOf(db, (await currentVersion(db, study)).id);
}

/** The stimuli of a published set. */
export async function stimuliOfSet(
  db: Database,
  setId: string,
): Promise<readonly LoadedStimulus[]> {
  const known = sets.get(setId);
  if (known) return known;
  const loaded = await loadDesignStimuli(db, setId);
  sets.set(setId, loaded);
  return loaded;
}

/**
 * The moment of a request.
 * @throws ParticipantRefusal where a clock is declared to a study that is not marked test or simulated
 */
export function momentOf(visit: Visit, study: Pick<StudyRow, "mode" | "slug">): Date {
  if (visit.declaredNow === null) return new Date();
  if (study.mode === "live") {
    throw new ParticipantRefusal(
      "declared clock refused",
      `${study.slug} goes by the server's clock`,
    );
  }
  return new Date(visit.declaredNow);
}
