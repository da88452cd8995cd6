import { and, eq } from "drizzle-orm";
import { participants } from "@/db/schema/sessions";
import type { Database } from "@/lib/services/database";
import type { StudyRow } from "@/lib/services/study/find-study";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { recruitmentDigest } from "./session-secrets";

/** The recruitment parameter that names a person: the first of the study's list that came. */
export function recruitmentId(
  configuration: StudyConfiguration,
  recruitment: Readonly<Record<string, string>>,
): { parameter: string; value: string } | null {
  const parameter = configuration.recruitment.idParameters.find((name) => recruitment[name]);
  return parameter ? { parameter, value: recruitment[parameter]! } : null;
}

/** Whether a person with this recruitment id has begun the study. */
export async function hasBegun(
  db: Database,
  study: StudyRow,
  configuration: StudyConfiguration,
  recruitment: Readonly<Record<string, string>>,
): Promise<boolean> {
  const named = recruitmentId(configuration, recruitment);
  if (!named) return false;
  const digest = recruitmentDigest(study.id, named.parameter, named.value);
  const same = and(eq(participants.studyId, study.id), eq(participants.recruitmentSha256, digest));
  return (await db.$count(participants, same)) > 0;
}
