import { and, count, eq } from "drizzle-orm";
import { participants, sessions, slots } from "@/db/schema/sessions";
import { type Database, database } from "@/lib/services/database";
import { medianOf, secondsBetween } from "@/lib/services/sql-terms";
import type { StudyRow } from "@/lib/services/study/find-study";
import {
  momentOf,
  newestVersion,
  stimuliOfSet,
  studyOf,
  type Visit,
} from "@/lib/services/study/study-context";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { personOf } from "@/lib/study/link-reading";
import { nearestLanguage } from "@/lib/study/local-text";
import { pageViews } from "@/lib/study/page-views";
import { ParticipantRefusal } from "@/lib/study/participant-refusal";
import type { ParticipantView } from "@/lib/study/participant-view";
import { expectedMinutes } from "@/lib/study/session-plan";
import { completionView, studyView } from "@/lib/study/view-texts";
import { hasBegun, personDigest, type Recruitment } from "./recruitment";
import { withSession } from "./session-context";
import { sessionView } from "./session-view";

/** Completed sessions from which the measured length replaces the computed one. */
const MEASURED_FROM = 10;

/**
 * The one answer behind every participant's page: where this browser stands, and all that the page
 * must show. Without a session it is the welcome page, or why there is none.
 * @param recruitment query of the recruitment link
 * @param language wanted language (Accept-Language), where there is no session yet
 */
export async function whereAmI(
  visit: Visit,
  recruitment: Recruitment,
  language = "",
): Promise<ParticipantView> {
  try {
    if (visit.secret) return await sessionOrOther(visit, recruitment);
  } catch (error) {
    if (!(error instanceof ParticipantRefusal)) throw error;
    if (error.reason === "not found") return { page: "not-found" };
    if (error.reason !== "no session") throw error;
  }
  return visitorView(visit, recruitment, language);
}

/**
 * The session of this browser; where the link names someone else, nothing of it: neither its pages nor
 * what they store, since a shared browser's cookie says who sat here, not who does.
 */
async function sessionOrOther(visit: Visit, recruitment: Recruitment): Promise<ParticipantView> {
  return withSession(visit, async (context) => {
    const { tx, session, study, version } = context;
    const named = personDigest(study, version.configuration, recruitment);
    if (named === null) return sessionView(context);
    const [person] = await tx
      .select({ digest: participants.recruitmentSha256 })
      .from(participants)
      .where(eq(participants.id, session.participantId));
    if (person?.digest === named) return sessionView(context);
    return {
      page: "other-person",
      study: studyView(study, version.configuration, session.language),
    };
  });
}

/** What someone without a session sees. */
export async function visitorView(
  visit: Visit,
  recruitment: Recruitment,
  language: string,
): Promise<ParticipantView> {
  const study = await studyOf(visit.slug).catch((error) => {
    if (error instanceof ParticipantRefusal && error.reason === "not found") return null;
    throw error;
  });
  if (!study) return { page: "not-found" };
  momentOf(visit, study);
  const db = await database();
  const { configuration } = await newestVersion(db, study);
  const common = studyView(
    study,
    configuration,
    nearestLanguage(language, configuration.languages),
  );
  const { completion } = configuration.recruitment;
  if (await hasBegun(db, study, configuration, recruitment))
    return { page: "already-started", study: common };
  if (study.status === "paused") return { page: "paused", study: common };
  if (isIncomplete(configuration, recruitment)) return { page: "incomplete-link", study: common };
  if (study.status === "closed") {
    return {
      page: "closed",
      study: common,
      completion: completionView(completion.closed, recruitment),
    };
  }
  if (study.stopRuleMetAt || !(await hasFreeSlot(db, study))) {
    return {
      page: "full",
      study: common,
      completion: completionView(completion.full, recruitment),
    };
  }
  const strangers = { study: common, resumeLink: "", group: null, dimensionOrder: [] };
  return pageViews(configuration, strangers).welcome(await minutesOf(db, study, configuration));
}

/** Nobody gets a place by a link that should name a person and does not. */
function isIncomplete({ recruitment }: StudyConfiguration, given: Recruitment): boolean {
  const { id, unfilled } = personOf(recruitment.idParameters, given);
  return unfilled || (recruitment.idNeeded === true && id === null);
}

async function hasFreeSlot(db: Database, study: StudyRow): Promise<boolean> {
  const [slot] = await db
    .select({ id: slots.id })
    .from(slots)
    .where(and(eq(slots.studyId, study.id), eq(slots.status, "free")))
    .limit(1);
  return slot !== undefined;
}

/** The measured median of completed sessions where there are enough, otherwise the computed length. */
async function minutesOf(
  db: Database,
  study: StudyRow,
  configuration: StudyConfiguration,
): Promise<number> {
  const [measured] = await db
    .select({
      count: count(),
      median: medianOf(secondsBetween(sessions.startedAt, sessions.completedAt)),
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.studyId, study.id),
        eq(sessions.status, "complete"),
        eq(sessions.declaredClock, false),
      ),
    );
  if (measured && measured.median !== null && measured.count >= MEASURED_FROM)
    return Math.max(1, Math.round(measured.median / 60));
  const stimuli = await stimuliOfSet(db, study.setId);
  const lengths = stimuli.filter((stimulus) => stimulus.role === "main").map((s) => s.durationMs);
  return expectedMinutes(configuration, Math.max(0, ...lengths));
}
