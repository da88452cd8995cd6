import type { StudyConfiguration } from "@/lib/study/configuration";
import { inLanguage, type LocalText } from "@/lib/study/local-text";
import type { ClipView, CompletionView, StudyView, ViewOf } from "@/lib/study/participant-view";
import { trialCount } from "@/lib/study/session-plan";
import { consentView, dimensionViews, questionViews } from "@/lib/study/view-texts";

/** Whose pages these are, as far as the configuration cannot know it. */
export interface PagesFor {
  study: StudyView;
  /** Path of the private link by which the session goes on in another browser. */
  resumeLink: string;
  /** The group whose texts are shown; null where the study has none. */
  group: string | null;
  /** The dimensions in this participant's order. */
  dimensionOrder: readonly string[];
}

/** What a trial's page shows beside what the configuration says. */
export interface TrialAt {
  /** Opaque id of the trial. */
  trial: string;
  /** Its position in its part of the session, from 1. */
  position: number;
  clip: ClipView;
  /** The clip after this one; null after the last. */
  next: ClipView | null;
}

/** What the last page shows beside what the configuration says. */
export type DoneAt = Pick<ViewOf<"done">, "completion" | "withdrawLink" | "ownResults">;

/** What the checks by ear show beside what the configuration says. */
export type SoundAt = Pick<ViewOf<"sound">, "calibration" | "heard" | "misses">;

/**
 * The pages of a study's walk: what each shows follows from the configuration and from what is told of
 * the session. Nothing is read or stored here, so a session and a preview get the same pages.
 */
export function pageViews(configuration: StudyConfiguration, at: PagesFor): PageViews {
  return new PageViews(configuration, at);
}

/** The pages of one participant, or of a preview. */
export class PageViews {
  constructor(
    private readonly configuration: StudyConfiguration,
    private readonly at: PagesFor,
  ) {}

  /** What this is and how long it takes. @param minutes expected length */
  welcome(minutes: number): ViewOf<"welcome"> {
    const { texts, trials } = this.configuration;
    return {
      page: "welcome",
      study: this.at.study,
      intro: this.words(texts.intro),
      needs: this.words(texts.needs),
      organiser: this.words(texts.organiser),
      pieces: trialCount(trials) - trials.catches,
      minutes,
    };
  }

  /** The consent form. */
  consent(): ViewOf<"consent"> {
    const consent = consentView(this.configuration, this.at.study.language);
    return { page: "consent", ...this.shared(), consent };
  }

  /** The sound check. */
  sound(sound: SoundAt): ViewOf<"sound"> {
    return { page: "sound", ...this.shared(), ...sound };
  }

  /** The headphone screen. @param attempt whole attempts begun, this one included */
  headphones(trials: ClipView[], attempt: number): ViewOf<"headphones"> {
    const { kind, attempts } = this.configuration.checks.headphones!;
    const left = attempts - attempt + 1;
    const counted = { intervals: 3 as const, attempt, attempts: left };
    return { page: "headphones", ...this.shared(), kind, trials, ...counted };
  }

  /** A trial that does not count. */
  practice(shown: TrialAt): ViewOf<"practice"> {
    const hint = this.configuration.texts.hints[shown.position - 1];
    const total = this.configuration.trials.practice;
    return {
      page: "practice",
      ...this.trialFields(shown, total),
      hint: hint ? this.words(hint) : null,
    };
  }

  /** A trial. */
  trial(shown: TrialAt): ViewOf<"trial"> {
    return { page: "trial", ...this.trialFields(shown, trialCount(this.configuration.trials)) };
  }

  /** A pause. @param before position of the trial that follows */
  pause(before: number, next: ClipView | null): ViewOf<"pause"> {
    const { texts, trials } = this.configuration;
    const text = before === 1 ? this.groupTexts()?.instructions : texts.pause;
    return {
      page: "pause",
      ...this.shared(),
      progress: { number: before - 1, total: trialCount(trials) },
      before: before === 1 ? "main" : "block",
      text: text ? this.words(text) : "",
      next,
    };
  }

  /** The questions after the ratings. */
  questions(): ViewOf<"questions"> {
    const questions = questionViews(this.configuration, this.at.study.language);
    return { page: "questions", ...this.shared(), questions };
  }

  /** The last page. */
  done(end: DoneAt): ViewOf<"done"> {
    const { texts, consent } = this.configuration;
    return {
      page: "done",
      study: this.at.study,
      thanks: this.words(texts.thanks),
      debrief: this.words(this.groupTexts()?.debrief ?? texts.debrief),
      withdrawalDeadline: consent.withdrawalDeadline,
      ...end,
    };
  }

  /** After a refusal to take part. */
  declined(completion: CompletionView): ViewOf<"declined"> {
    return { page: "declined", study: this.at.study, completion };
  }

  /** After a check that was not passed. */
  screenedOut(
    reason: ViewOf<"screened-out">["reason"],
    completion: CompletionView,
  ): ViewOf<"screened-out"> {
    return { page: "screened-out", study: this.at.study, reason, completion };
  }

  private words(text: LocalText): string {
    return inLanguage(text, this.at.study.language);
  }

  private shared() {
    const { study, resumeLink } = this.at;
    return { study, resumeLink };
  }

  private groupTexts() {
    return this.configuration.groups.find(({ id }) => id === this.at.group)?.texts;
  }

  private trialFields({ trial, position, clip, next }: TrialAt, total: number) {
    const { coverage, replays, autoplay, comment } = this.configuration.listening;
    const { study, dimensionOrder } = this.at;
    return {
      ...this.shared(),
      trial,
      type: "rating" as const,
      progress: { number: position, total },
      clip,
      next,
      dimensions: dimensionViews(this.configuration, dimensionOrder, study.language),
      rules: { coverage, replays, autoplay },
      comment,
    };
  }
}
