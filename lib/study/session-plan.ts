import type { StudyConfiguration } from "@/lib/study/configuration";
import type { SessionPlan } from "@/lib/study/session-state";

/** Number of trials after practice: main, anchors, repeats and catches. */
export function trialCount(trials: StudyConfiguration["trials"]): number {
  const shares = [...trials.models, ...trials.anchors];
  const main = shares.reduce((sum, share) => sum + share.perParticipant, 0);
  return main + trials.repeatsPerModel * trials.models.length + trials.catches;
}

/** The block (from 1) of a position: blocks as equal as possible, none longer than `pauseEvery`. */
export function blockOf(position: number, total: number, pauseEvery: number | null): number {
  const blocks = pauseEvery === null ? 1 : Math.max(1, Math.ceil(total / pauseEvery));
  return Math.floor(((position - 1) * blocks) / total) + 1;
}

/** What lies ahead of every session of a configuration. A pause also follows the practice. */
export function sessionPlanOf(configuration: StudyConfiguration): SessionPlan {
  const { trials, checks } = configuration;
  const total = trialCount(trials);
  const positions = Array.from({ length: total }, (_, i) => i + 1);
  const starts = positions.filter(
    (position) =>
      position > 1 &&
      blockOf(position, total, trials.pauseEvery) !==
        blockOf(position - 1, total, trials.pauseEvery),
  );
  const { headphones } = checks;
  return {
    sound: checks.sound,
    headphones: headphones && { attempts: headphones.attempts, screenOut: headphones.screenOut },
    soundMisses: checks.soundMisses,
    practice: trials.practice,
    trials: total,
    pauseBefore: trials.practice > 0 ? [1, ...starts] : starts,
    questions: configuration.questions.length > 0,
    leastRated: Math.max(1, Math.ceil((configuration.listening.leastRatedShare ?? 0) * total)),
  };
}

/** Seconds beside the music that pages take on average, from pilots of comparable studies. */
const SECONDS = {
  welcome: 30,
  consent: 60,
  sound: 40,
  headphones: 60,
  trial: 3,
  rating: 4,
  pause: 20,
  question: 12,
};

/**
 * Expected length of a session in whole minutes (at least 1).
 * @param clipMs length of one clip
 */
export function expectedMinutes(configuration: StudyConfiguration, clipMs: number): number {
  const { trials, checks } = configuration;
  const presentations = trialCount(trials) + trials.practice;
  const perTrial = clipMs / 1000 + SECONDS.trial + SECONDS.rating * configuration.dimensions.length;
  const seconds =
    SECONDS.welcome +
    SECONDS.consent +
    (checks.sound ? SECONDS.sound : 0) +
    (checks.headphones ? SECONDS.headphones : 0) +
    presentations * perTrial +
    sessionPlanOf(configuration).pauseBefore.length * SECONDS.pause +
    configuration.questions.length * SECONDS.question;
  return Math.max(1, Math.round(seconds / 60));
}
