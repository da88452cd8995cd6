import { and, eq } from "drizzle-orm";
import { participants, sessions } from "@/db/schema/sessions";
import { clipTokens, trials } from "@/db/schema/trials";
import { type Database, database, withTransaction } from "@/lib/services/database";
import type { StudyRow } from "@/lib/services/study/find-study";
import {
  type LoadedVersion,
  momentOf,
  newestVersion,
  stimuliOfSet,
  studyOf,
  type Visit,
} from "@/lib/services/study/study-context";
import { newId, newSecret } from "@/lib/shared/ids";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { assignmentOf } from "@/lib/study/design/assignment";
import { type Assignment, designInputOf, type PlannedTrial } from "@/lib/study/design/design-input";
import { nearestLanguage } from "@/lib/study/local-text";
import type { StartRequest } from "@/lib/study/participant-requests";
import type { ParticipantView } from "@/lib/study/participant-view";
import { personDigest } from "./recruitment";
import type { SessionRow } from "./session-context";
import { secretDigest, sessionSecret, withdrawalSecret } from "./session-secrets";
import { holdSlot, lockFreeSlot, type SlotRow } from "./slot-claims";
import { visitorView, whereAmI } from "./where-am-i";

/** What a browser gets for a start: the page, and the secret for its cookie (null = none). */
export interface Started {
  view: ParticipantView;
  secret: string | null;
}

/** What the server knows of the browser beside the request's body. */
export interface StartedFrom {
  /** Coarse kind of machine: phone, tablet or desktop. */
  machine: string | null;
}

/**
 * Starts a session: claims a slot, draws its assignment and stores its trials, all in one
 * transaction. The same start key sent again gives the same session, as does a browser that has one;
 * a recruitment id that has begun gives "already-started" and no secret.
 * @throws ParticipantRefusal where the study cannot be entered at all
 */
export async function startSession(
  visit: Visit,
  request: StartRequest,
  from: StartedFrom,
): Promise<Started> {
  const study = await studyOf(visit.slug);
  const now = momentOf(visit, study);
  const db = await database();
  const secret = await secretOf(db, visit, study, request);
  const opened = async () => {
    const view = await whereAmI({ ...visit, secret }, request.recruitment, request.language);
    // Someone else's session is this browser's: nothing of it is given to whoever comes now.
    return { view, secret: view.page === "other-person" ? null : secret };
  };
  if (await sessionExists(db, study, secret)) return opened();
  const closed = await visitorView(visit, request.recruitment, request.language);
  if (closed.page !== "welcome") return { view: closed, secret: null };
  const wanted = { study, request, secret, now, from, declared: visit.declaredNow !== null };
  for (let held: "pass over" | "wait" = "pass over"; ; held = "wait") {
    const claimed = await withTransaction(db, (tx) => claim(tx, wanted, held)).catch(unlessTwice);
    if (claimed === "claimed" || (await sessionExists(db, study, secret))) return opened();
    const view = await visitorView(visit, request.recruitment, request.language);
    // Still free, but in the hands of parallel starts: how those end decides whether the study is full.
    if (view.page !== "welcome") return { view, secret: null };
  }
}

/** A browser that has a session goes on with it: its other tab may still show the welcome page. */
async function secretOf(
  db: Database,
  visit: Visit,
  study: StudyRow,
  request: StartRequest,
): Promise<string> {
  const begun = visit.secret !== null && (await sessionExists(db, study, visit.secret));
  return begun ? visit.secret! : sessionSecret(study, request.key);
}

async function sessionExists(db: Database, study: StudyRow, secret: string): Promise<boolean> {
  const own = and(eq(sessions.studyId, study.id), eq(sessions.secretSha256, secretDigest(secret)));
  return (await db.$count(sessions, own)) > 0;
}

/** Two starts with one key or one recruitment id at the same moment: the database let one through. */
function unlessTwice(error: { cause?: { code?: string } }): "started twice" {
  if (error.cause?.code === "23505") return "started twice";
  throw error;
}

interface Claim {
  study: StudyRow;
  request: StartRequest;
  secret: string;
  now: Date;
  from: StartedFrom;
  declared: boolean;
}

async function claim(
  tx: Database,
  wanted: Claim,
  held: "pass over" | "wait",
): Promise<"claimed" | "full"> {
  const { study, request, now } = wanted;
  const slot = await lockFreeSlot(tx, study.id, held);
  if (!slot) return "full";
  const version = await newestVersion(tx, study);
  const { configuration } = version;
  const language = nearestLanguage(request.language, configuration.languages);
  const stimuli = await stimuliOfSet(tx, study.setId);
  const input = designInputOf(study.seed, configuration, stimuli);
  const assignment = assignmentOf(input, slot.number, language);
  const participantId = await insertParticipant(tx, study, configuration, request, now);
  const row = sessionRow(wanted, version, slot, assignment, participantId, language);
  await tx.insert(sessions).values(row);
  await holdSlot(tx, slot.id, row.id, now);
  await insertTrials(tx, row.id, study.setId, assignment);
  return "claimed";
}

async function insertParticipant(
  tx: Database,
  study: StudyRow,
  configuration: StudyConfiguration,
  request: StartRequest,
  now: Date,
): Promise<string> {
  const id = newId("participant");
  await tx.insert(participants).values({
    id,
    studyId: study.id,
    recruitment: request.recruitment,
    recruitmentSha256: personDigest(study, configuration, request.recruitment),
    createdAt: now,
  });
  return id;
}

function sessionRow(
  { study, request, secret, now, from, declared }: Claim,
  version: LoadedVersion,
  slot: SlotRow,
  assignment: Assignment,
  participantId: string,
  language: string,
): typeof sessions.$inferInsert & Pick<SessionRow, "id"> {
  return {
    id: newId("session"),
    studyId: study.id,
    versionId: version.id,
    participantId,
    slotId: slot.id,
    mode: study.mode,
    state: { kind: "consent" },
    language,
    startLanguage: language,
    group: assignment.group,
    dimensionOrder: assignment.dimensionOrder,
    startKey: secretDigest(request.key),
    secretSha256: secretDigest(secret),
    withdrawSha256: secretDigest(withdrawalSecret(secret)),
    lab: request.lab ?? version.configuration.lab,
    machine: from.machine,
    declaredClock: declared,
    startedAt: now,
    lastSeenAt: now,
  };
}

async function insertTrials(
  tx: Database,
  sessionId: string,
  setId: string,
  assignment: Assignment,
): Promise<void> {
  const planned = [...assignment.practice, ...assignment.trials];
  const ids = new Map(planned.map((trial) => [trial, newId("trial")]));
  const original = (trial: PlannedTrial) =>
    trial.repeatOf === null ? null : ids.get(assignment.trials[trial.repeatOf - 1]!)!;
  await tx.insert(trials).values(
    planned.map((trial) => ({
      id: ids.get(trial)!,
      sessionId,
      kind: trial.kind,
      position: trial.position,
      block: trial.block,
      setId,
      stimulusId: trial.stimulus,
      repeatOf: original(trial),
    })),
  );
  await tx.insert(clipTokens).values(
    planned.map((trial) => ({
      token: newSecret(),
      sessionId,
      purpose: "trial",
      trialId: ids.get(trial)!,
      setId,
      stimulusId: trial.stimulus,
    })),
  );
}
