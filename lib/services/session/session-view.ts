import { and, eq, sql } from "drizzle-orm";
import { participants, withdrawals } from "@/db/schema/sessions";
import { ratings, trials } from "@/db/schema/trials";
import { stimuliOfSet } from "@/lib/services/study/study-context";
import { clipUrl, tokenFor } from "@/lib/services/trial/clip-tokens";
import { noteShown, type Part, trialsAt } from "@/lib/services/trial/current-trials";
import { assertNever } from "@/lib/shared/invariant";
import { inLanguage } from "@/lib/study/local-text";
import type { ParticipantView, StudyView, ViewOf } from "@/lib/study/participant-view";
import { checkSeed, NOTE_CHOICES, SCREEN_SOUND_MS, SCREEN_TRIALS } from "@/lib/study/screening";
import type { SessionContext } from "./session-context";
import { withdrawalSecret } from "./session-secrets";
import {
  completionView,
  consentView,
  dimensionViews,
  groupTexts,
  questionViews,
  studyView,
} from "./view-texts";

/** Where a session stands, with everything that the page must show. */
export async function sessionView(context: SessionContext): Promise<ParticipantView> {
  const { session, study, version } = context;
  const common = ownStudy(context);
  if (session.status === "abandoned") return { page: "expired", study: common };
  if (session.status === "active" && study.status === "paused")
    return { page: "paused", study: common };
  const { state } = session;
  switch (state.kind) {
    case "consent":
      return {
        page: "consent",
        ...shared(context),
        consent: consentView(version.configuration, session.language),
      };
    case "sound":
      return soundView(context, state.misses);
    case "headphones":
      return headphonesView(context, state.attempt);
    case "practice":
      return practiceView(context, state.trial);
    case "pause":
      return pauseView(context, state.trial);
    case "trial":
      return { page: "trial", ...(await trialFields(context, "trial", state.trial)) };
    case "questions":
      return {
        page: "questions",
        ...shared(context),
        questions: questionViews(version.configuration, session.language),
      };
    case "done":
      return doneView(context);
    case "declined":
      return {
        page: "declined",
        study: common,
        completion: await completionOf(context, "declined"),
      };
    case "screened-out":
      return {
        page: "screened-out",
        study: common,
        reason: state.reason,
        completion: await completionOf(context, "screenedOut"),
      };
    case "withdrawn":
      return { page: "withdrawn", study: common, receipt: await withdrawalReceipt(context) };
    default:
      return assertNever(state);
  }
}

/** A session begun by a lab's link stays the lab's, whatever the study says. */
function ownStudy({ study, version, session }: SessionContext): StudyView {
  const common = studyView(study, version.configuration, session.language);
  return { ...common, lab: session.lab };
}

function shared(context: SessionContext) {
  const { study, session, secret } = context;
  return {
    study: ownStudy(context),
    resumeLink: `/s/${study.slug}/resume?lang=${session.language}#${secret}`,
  };
}

async function soundView(context: SessionContext, misses: number): Promise<ViewOf<"sound">> {
  const { tx, session, study } = context;
  const attempt = misses + 1;
  const tone = { kind: "notes", seed: checkSeed(session.id, attempt) } as const;
  const token = await tokenFor(tx, session.id, `sound ${attempt}`, { tone });
  const stimuli = await stimuliOfSet(tx, study.setId);
  const music = stimuli.find((stimulus) => stimulus.role === "calibration");
  const source = music && { setId: study.setId, stimulusId: music.id };
  const calibration = source && (await tokenFor(tx, session.id, "calibration", source));
  return {
    page: "sound",
    ...shared(context),
    calibration: calibration ? { url: clipUrl(calibration), durationMs: music.durationMs } : null,
    heard: {
      clip: { url: clipUrl(token), durationMs: SCREEN_SOUND_MS.notes },
      choices: [...NOTE_CHOICES],
    },
    misses,
  };
}

async function headphonesView(
  context: SessionContext,
  attempt: number,
): Promise<ViewOf<"headphones">> {
  const { tx, session, version } = context;
  const { kind, attempts } = version.configuration.checks.headphones!;
  const clips = [];
  for (let trial = 0; trial < SCREEN_TRIALS; trial++) {
    const tone = { kind, seed: checkSeed(session.id, attempt), trial };
    const token = await tokenFor(tx, session.id, `${kind} ${attempt} ${trial}`, { tone });
    clips.push({ url: clipUrl(token), durationMs: SCREEN_SOUND_MS[kind] });
  }
  const left = attempts - attempt + 1;
  return {
    page: "headphones",
    ...shared(context),
    kind,
    trials: clips,
    intervals: 3,
    attempt,
    attempts: left,
  };
}

async function practiceView(context: SessionContext, trial: number): Promise<ViewOf<"practice">> {
  const hint = context.version.configuration.texts.hints[trial - 1];
  return {
    page: "practice",
    ...(await trialFields(context, "practice", trial)),
    hint: hint ? inLanguage(hint, context.session.language) : null,
  };
}

async function trialFields(context: SessionContext, part: Part, position: number) {
  const { version, session } = context;
  const { configuration, plan } = version;
  const total = part === "practice" ? plan.practice : plan.trials;
  const [current, following] = await trialsAt(context, part, [position, position + 1]);
  const next =
    following ?? (part === "practice" ? (await trialsAt(context, "trial", [1]))[0] : undefined);
  await noteShown(context, current!.id);
  const { coverage, replays, autoplay, comment } = configuration.listening;
  return {
    ...shared(context),
    trial: current!.id,
    type: "rating" as const,
    progress: { number: position, total },
    clip: current!.clip,
    next: next?.clip ?? null,
    dimensions: dimensionViews(configuration, session.dimensionOrder, session.language),
    rules: { coverage, replays, autoplay },
    comment,
  };
}

async function pauseView(context: SessionContext, trial: number): Promise<ViewOf<"pause">> {
  const { version, session } = context;
  const [next] = await trialsAt(context, "trial", [trial]);
  const text = trial === 1 ? groupTexts(context).instructions : version.configuration.texts.pause;
  return {
    page: "pause",
    ...shared(context),
    progress: { number: trial - 1, total: version.plan.trials },
    before: trial === 1 ? "main" : "block",
    text: text ? inLanguage(text, session.language) : "",
    next: next?.clip ?? null,
  };
}

async function doneView(context: SessionContext): Promise<ViewOf<"done">> {
  const { version, session, study, secret } = context;
  const { texts, consent, ownResults } = version.configuration;
  const debrief = groupTexts(context).debrief ?? texts.debrief;
  return {
    page: "done",
    study: ownStudy(context),
    thanks: inLanguage(texts.thanks, session.language),
    debrief: inLanguage(debrief, session.language),
    completion: await completionOf(context, "complete"),
    withdrawLink: `/s/${study.slug}/withdraw?lang=${session.language}#${withdrawalSecret(secret)}`,
    withdrawalDeadline: consent.withdrawalDeadline,
    ownResults: ownResults ? await ownMeans(context) : null,
  };
}

async function ownMeans({ tx, session, version }: SessionContext) {
  const rows = await tx
    .select({
      dimension: ratings.dimension,
      mean: sql<number>`avg(${ratings.value})::float8`,
      count: sql<number>`count(*)::int`,
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
