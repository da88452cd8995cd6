import { type SetClip, setClips } from "@/lib/services/set/set-detail";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { pageViews, type TrialAt } from "@/lib/study/page-views";
import type { ClipView, ParticipantView } from "@/lib/study/participant-view";
import { expectedMinutes, sessionPlanOf } from "@/lib/study/session-plan";
import { completionView, studyView } from "@/lib/study/view-texts";
import { findStudy } from "./find-study";
import type { StudyFacts } from "./study-facts";

/** Nothing is stored in a preview: there is no session whose link could be kept. */
const NO_LINK = "#";
/** Every clip of the set. */
const ALL_CLIPS = { search: "", sort: "item", descending: false, page: 1, size: 5000, filters: {} };

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
  const { rows } = await setClips(setId, ALL_CLIPS);
  const clipOf = (role: SetClip["role"]) => clipView(setId, rows, role);
  const pages = pageViews(configuration, {
    study: studyView(await findStudy(facts.slug), configuration, language),
    resumeLink: NO_LINK,
    group: null,
    dimensionOrder: configuration.dimensions.map(({ id }) => id),
  });
  const { checks, trials, questions, recruitment } = configuration;
  const pause = sessionPlanOf(configuration).pauseBefore.at(-1);
  return [
    pages.welcome(minutesOf(configuration, rows)),
    pages.consent(),
    ...(checks.sound
      ? [pages.sound({ calibration: clipOf("calibration"), heard: null, misses: 0 })]
      : []),
    ...(trials.practice > 0 ? [pages.practice(trialAt(clipOf("practice")))] : []),
    pages.trial(trialAt(clipOf("main"))),
    ...(pause === undefined ? [] : [pages.pause(pause, null)]),
    ...(questions.length > 0 ? [pages.questions()] : []),
    pages.done({
      completion: completionView(recruitment.completion.complete, {}),
      withdrawLink: null,
      ownResults: null,
    }),
  ];
}

function minutesOf(configuration: StudyConfiguration, clips: readonly SetClip[]): number {
  const main = clips.filter(({ role }) => role === "main").map(({ durationMs }) => durationMs);
  return expectedMinutes(configuration, Math.max(0, ...main));
}

function clipView(
  setId: string,
  clips: readonly SetClip[],
  role: SetClip["role"],
): ClipView | null {
  const clip = clips.find((one) => one.role === role);
  if (!clip) return null;
  const url = `/api/desk/sets/${setId}/stimuli/${clip.id}/mp3`;
  return { url, durationMs: clip.durationMs };
}

function trialAt(clip: ClipView | null): TrialAt {
  return {
    trial: "preview of a trial",
    position: 1,
    clip: clip ?? { url: "", durationMs: 1 },
    next: null,
  };
}
