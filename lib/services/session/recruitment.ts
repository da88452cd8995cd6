import { and, eq } from "drizzle-orm";
import { participants } from "@/db/schema/sessions";
import type { Database } from "@/lib/services/database";
import type { StudyRow } from "@/lib/services/study/find-study";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { personOf } from "@/lib/study/link-reading";
import { recruitmentDigest } from "./session-secrets";

/** Recruitment parameters as a link brought them. */
export type Recruitment = Readonly<Record<string, string>>;

/** What the database knows a link's person by; null where the link names nobody. */
export function personDigest(
  study: Pick<StudyRow, "id">,
  configuration: StudyConfiguration,
  recruitment: Recruitment,
): string | null {
  const { id } = personOf(configuration.recruitment.idParameters, recruitment);
  return id && recruitmentDigest(study.id, id.parameter, id.value);
}

/** Whether the person whom a link names has begun the study. */
export async function hasBegun(
  db: Database,
  study: StudyRow,
  configuration: StudyConfiguration,
  recruitment: Recruitment,
): Promise<boolean> {
  const digest = personDigest(study, configuration, recruitment);
  if (digest === null) return false;
  const same = and(eq(participants.studyId, study.id), eq(participants.recruitmentSha256, digest));
  return (await db.$count(participants, same)) > 0;
}
