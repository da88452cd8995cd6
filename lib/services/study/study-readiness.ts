import { and, eq, ne } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { sessions } from "@/db/schema/sessions";
import { stimulusSets } from "@/db/schema/stimuli";
import { studies, studyVersions } from "@/db/schema/studies";
import { type Database, database } from "@/lib/services/database";
import { loadDesignStimuli } from "@/lib/services/set/load-design-stimuli";
import { designInputOf } from "@/lib/study/design/design-input";
import { type Readiness, readiness } from "@/lib/study/readiness";
import { expectedMinutes } from "@/lib/study/session-plan";
import type { StudyFacts } from "./study-facts";

/** What keeps a study from its launch, what is worth knowing, and how long a session takes. */
export async function studyReadiness(facts: StudyFacts): Promise<Readiness & { minutes: number }> {
  const db = await database();
  const stimuli = await loadDesignStimuli(db, facts.setId);
  const [row] = await db
    .select({ seed: studies.seed, publishedAt: stimulusSets.publishedAt })
    .from(studies)
    .innerJoin(stimulusSets, eq(stimulusSets.id, studies.setId))
    .where(eq(studies.id, facts.id));
  const found = readiness(
    facts.configuration,
    designInputOf(row!.seed, facts.configuration, stimuli),
    stimuli,
  );
  const unpublished = row!.publishedAt ? [] : ["the stimulus set is not published"];
  const unwalked = (await wasWalked(db, facts))
    ? []
    : [
        "nobody has walked through it as it stands: make a test run and complete it, or let bots do so",
      ];
  const clipMs = Math.max(
    0,
    ...stimuli.filter(({ role }) => role === "main").map(({ durationMs }) => durationMs),
  );
  return {
    problems: [...unpublished, ...found.problems],
    warnings: [...found.warnings, ...unwalked],
    minutes: expectedMinutes(facts.configuration, clipMs),
  };
}

/** Whether somebody, or a bot, has come to the end of a trial run with this very configuration and set. */
async function wasWalked(db: Database, facts: StudyFacts): Promise<boolean> {
  const tried = alias(studyVersions, "tried");
  const [walked] = await db
    .select({ id: sessions.id })
    .from(studyVersions)
    .innerJoin(tried, eq(tried.configurationSha256, studyVersions.configurationSha256))
    .innerJoin(studies, eq(studies.id, tried.studyId))
    .innerJoin(sessions, eq(sessions.versionId, tried.id))
    .where(
      and(
        eq(studyVersions.studyId, facts.id),
        eq(studyVersions.number, facts.version),
        ne(studies.mode, "live"),
        eq(studies.setId, facts.setId),
        eq(sessions.status, "complete"),
      ),
    )
    .limit(1);
  return walked !== undefined;
}
