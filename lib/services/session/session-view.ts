import { and, count, eq } from "drizzle-orm";
import { participants, withdrawals } from "@/db/schema/sessions";
import { ratings, trials } from "@/db/schema/trials";
import { meanOf } from "@/lib/services/sql-terms";
import { stimuliOfSet } from "@/lib/services/study/study-context";
import { clipUrl, tokenFor } from "@/lib/services/trial/clip-tokens";
import { noteShown, type Part, trialsAt } from "@/lib/services/trial/current-trials";
import { assertNever } from "@/lib/shared/invariant";
import { inLanguage } from "@/lib/study/local-text";
import {
  type DoneAt,
  type PageViews,
  pageViews,
  type SoundAt,
  type TrialAt,
} from "@/lib/study/page-views";
import type { ClipView, ParticipantView, StudyView } from "@/lib/study/participant-view";
import { checkSeed, NOTE_CHOICES, SCREEN_SOUND_MS, SCREEN_TRIALS } from "@/lib/study/screening";
import { completionView, studyView } from "@/lib/study/view-texts";
import type { SessionContext } from "./session-context";
import { withdrawalSecret } from "./session-secrets";

/** Where a session stands, with everything that the page must show. */
export async function sessionView(context: SessionContext): Promise<ParticipantView> {
  const { session, study } = context;
  if (session.status === "abandoned") return { page: "expired", study: ownStudy(context) };
  if (session.status === "active" && study.status === "paused")
    return { page: "paused", study: ownStudy(context) };
  return stateView(context, pagesOf(context));
}

async function stateView(context: SessionContext, pages: PageViews): Promise<ParticipantView> {
  const { state } = context.session;
  switch (state.kind) {
    case "consent":
      return pages.consent();
    case "sound":
      return pages.sound(await soundAt(context, state.misses));
    case "headphones":
      return pages.headphones(await screenClips(context, state.attempt), state.attempt);
    case "practice":
      return pages.practice(await trialAt(context, "practice", state.trial));
    case "pause":
      return pages.pause(
        state.trial,
        (await trialsAt(context, "trial", [state.trial]))[0]?.clip ?? null,
      );
    case "trial":
      return pages.trial(await trialAt(context, "trial", state.trial));
    case "questions":
      return pages.questions();
    case "done":
      return pages.done(await doneAt(context));
    case "declined":
      return pages.declined(await completionOf(context, "declined"));
    case "screened-out":
      return pages.screenedOut(state.reason, await completionOf(context, "screenedOut"));
    case "withdrawn":
      return {
        page: "withdrawn",
        study: ownStudy(context),
        receipt: await withdrawalReceipt(context),
      };
    default:
      return assertNever(state);
  }
}

function pagesOf(context: SessionContext): PageViews {
  const { study, version, session, secret } = context;
  return pageViews(version.configuration, {
    study: ownStudy(context),
    resumeLink: `/s/${study.slug}/resume?lang=${session.language}#${secret}`,
    group: session.group,
    dimensionOrder: session.dimensionOrder,
  });
}

/** A session begun by a lab's link stays the lab's, whatever the study says. */
function ownStudy({ study, version, session }: SessionContext): StudyView {
  const common = studyView(study, version.configuration, session.language);
  return { ...common, lab: session.lab };
}

async function soundAt(context: SessionContext, misses: number): Promise<SoundAt> {
  const { tx, session, study } = context;
  const attempt = misses + 1;
  const tone = { kind: "notes", seed: checkSeed(session.id, attempt) } as const;
  const token = await tokenFor(tx, session.id, `sound ${attempt}`, { tone });
  const stimuli = await stimuliOfSet(tx, study.setId);
  const music = stimuli.find((stimulus) => stimulus.role === "calibration");
  const source = music && { setId: study.setId, stimulusId: music.id };
  const calibration = source && (await tokenFor(tx, session.id, "calibration", source));
  return {
    calibration: calibration ? { url: clipUrl(calibration), durationMs: music.durationMs } : null,
    heard: {
      clip: { url: clipUrl(token), durationMs: SCREEN_SOUND_MS.notes },
      choices: [...NOTE_CHOICES],
    },
    misses,
  };
}

async function screenClips(context: SessionContext, attempt: number): Promise<ClipView[]> {
  const { tx, session, version } = context;
  const { kind } = version.configuration.checks.headphones!;
  const clips = [];
  for (let trial = 0; trial < SCREEN_TRIALS; trial++) {
    const tone = { kind, seed: checkSeed(session.id, attempt), trial };
    const token = await tokenFor(tx, session.id, `${kind} ${attempt} ${trial}`, { tone });
    clips.push({ url: clipUrl(token), durationMs: SCREEN_SOUND_MS[kind] });
  }
  return clips;
}

async function trialAt(context: SessionContext, part: Part, position: number): Promise<TrialAt> {
  const [current, following] = await trialsAt(context, part, [position, position + 1]);
  const next =
    following ?? (part === "practice" ? (await trialsAt(context, "trial", [1]))[0] : undefined);
  await noteShown(context, current!.id);
  return { trial: current!.id, position, clip: current!.clip, next: next?.clip ?? null };
}

async function doneAt(context: SessionContext): Promise<DoneAt> {
  const { version, session, study, secret } = context;
  return {
    completion: await completionOf(context, "complete"),
    withdrawLink: `/s/${study.slug}/withdraw?lang=${session.language}#${withdrawalSecret(secret)}`,
    ownResults: version.configuration.ownResults ? await ownMeans(context) : null,
  };
}

async function ownMeans({ tx, session, version }: SessionContext) {
  const rows = await tx
    .select({
      dimension: ratings.dimension,
      mean: meanOf(ratings.value),
      count: count(),
    })
    .from(ratings)
    .innerJoin(trials, eq(trials.id, ratings.trialId))
    .where(and(eq(trials.sessionId, session.id), eq(trials.kind, "main")))
    .groupBy(ratings.dimension);
  return version.configuration.dimensions.map((dimension) => {
    const row = rows.find((candidate) => candidate.dimension === dimension.id);
    const name = inLanguage(dimension.name, session.language);
    return { name, mean: row?.mean ?? null, count: row?.count ?? 0 };
  });
}

async function completionOf(context: SessionContext, end: "complete" | "declined" | "screenedOut") {
  const { tx, session, version } = context;
  const completion = version.configuration.recruitment.completion[end];
  const [person] = await tx
    .select({ recruitment: participants.recruitment })
    .from(participants)
    .where(eq(participants.id, session.participantId));
  return completionView(completion, person?.recruitment ?? {});
}

async function withdrawalReceipt({ tx, session }: SessionContext): Promise<string> {
  const [row] = await tx
    .select({ receipt: withdrawals.receipt })
    .from(withdrawals)
    .where(eq(withdrawals.sessionId, session.id));
  return row?.receipt ?? "";
}
