import {
  completionView,
  consentView,
  dimensionViews,
  questionViews,
  studyView,
} from "@/lib/services/session/view-texts";
import type { SetClip } from "@/lib/services/set/set-detail";
import { setClips } from "@/lib/services/set/set-detail";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { inLanguage } from "@/lib/study/local-text";
import type { ClipView, ParticipantView, StudyView } from "@/lib/study/participant-view";
import { expectedMinutes, sessionPlanOf, trialCount } from "@/lib/study/session-plan";
import { findStudy } from "./find-study";
import type { StudyFacts } from "./study-facts";

interface Stage {
  configuration: StudyConfiguration;
  language: string;
  study: StudyView;
  clips: readonly SetClip[];
  setId: string;
}

/** Nothing is stored in a preview: there is no session whose link could be kept. */
const NO_LINK = "#";

/**
 * The pages that participants of a study will see, in the order of the walk, as its configuration
 * stands now. No session is made: one trial stands for all of them, and the checks by ear are left out.
 * @param language one of the study's languages
 */
export async function previewViews(
  facts: StudyFacts,
  language: string,
): Promise<ParticipantView[]> {
  const { configuration, setId } = facts;
  const request = {
    search: "",
    sort: "item",
    descending: false,
    page: 1,
    size: 5000,
    filters: {},
  };
  const { rows } = await setClips(setId, request);
  const study = studyView(await findStudy(facts.slug), configuration, language);
  const stage: Stage = { configuration, language, study, clips: rows, setId };
  const { checks, trials, questions } = configuration;
  return [
    welcome(stage),
    {
      page: "consent",
      study,
      resumeLink: NO_LINK,
      consent: consentView(configuration, language),
    },
    ...(checks.sound ? [sound(stage)] : []),
    ...(trials.practice > 0 ? [trial(stage, "practice")] : []),
    trial(stage, "trial"),
    ...(sessionPlanOf(configuration).pauseBefore.length > 0 ? [pause(stage)] : []),
    ...(questions.length > 0 ? [asked(stage)] : []),
    done(stage),
  ];
}

function clipOf({ clips, setId }: Stage, role: SetClip["role"]): ClipView | null {
  const clip = clips.find((one) => one.role === role);
  if (!clip) return null;
  const url = `/api/desk/sets/${setId}/stimuli/${clip.id}/mp3`;
  return { url, durationMs: clip.durationMs };
}

function welcome({ configuration, language, study, clips }: Stage): ParticipantView {
  const { texts, trials } = configuration;
  const main = clips.filter(({ role }) => role === "main").map(({ durationMs }) => durationMs);
  return {
    page: "welcome",
    study,
    intro: inLanguage(texts.intro, language),
    needs: inLanguage(texts.needs, language),
    organiser: inLanguage(texts.organiser, language),
    pieces: trialCount(trials) - trials.catches,
    minutes: expectedMinutes(configuration, Math.max(0, ...main)),
  };
}

function sound(stage: Stage): ParticipantView {
  const calibration = clipOf(stage, "calibration");
  return {
    page: "sound",
    study: stage.study,
    resumeLink: NO_LINK,
    calibration,
    heard: null,
    misses: 0,
  };
}

function trial(stage: Stage, page: "practice" | "trial"): ParticipantView {
  const { configuration, language, study } = stage;
  const { coverage, replays, autoplay, comment } = configuration.listening;
  const practice = page === "practice";
  const hint = configuration.texts.hints[0];
  const fields = {
    study,
    resumeLink: NO_LINK,
    trial: `preview of a ${page}`,
    type: "rating" as const,
    progress: {
      number: 1,
      total: practice ? configuration.trials.practice : trialCount(configuration.trials),
    },
    clip: clipOf(stage, practice ? "practice" : "main") ?? { url: "", durationMs: 1 },
    next: null,
    dimensions: dimensionViews(
      configuration,
      configuration.dimensions.map(({ id }) => id),
      language,
    ),
    rules: { coverage, replays, autoplay },
    comment,
  };
  return practice
    ? { page, ...fields, hint: hint ? inLanguage(hint, language) : null }
    : { page, ...fields };
}

function pause({ configuration, language, study }: Stage): ParticipantView {
  const { trials, texts } = configuration;
  const total = trialCount(trials);
  return {
    page: "pause",
    study,
    resumeLink: NO_LINK,
    progress: { number: Math.floor(total / 2), total },
    before: "block",
    text: inLanguage(texts.pause, language),
    next: null,
  };
}

function asked({ configuration, language, study }: Stage): ParticipantView {
  return {
    page: "questions",
    study,
    resumeLink: NO_LINK,
    questions: questionViews(configuration, language),
  };
}

function done({ configuration, language, study }: Stage): ParticipantView {
  const { texts, consent, recruitment } = configuration;
  return {
    page: "done",
    study,
    thanks: inLanguage(texts.thanks, language),
    debrief: inLanguage(texts.debrief, language),
    completion: completionView(recruitment.completion.complete, {}),
    withdrawLink: null,
    withdrawalDeadline: consent.withdrawalDeadline,
    ownResults: null,
  };
}
