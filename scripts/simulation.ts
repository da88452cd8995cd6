import { sendCrowd } from "@/lib/bots/bot-crowd";
import { type Judge, tasteByCondition } from "@/lib/bots/bot-taste";
import type { BotBehaviour, BotReport } from "@/lib/bots/bot-walk";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { database } from "@/lib/services/database";
import { listStimulusSets } from "@/lib/services/set/list-stimulus-sets";
import { clipConditions, clipFacts } from "@/lib/services/study/clip-conditions";
import { createStudy } from "@/lib/services/study/create-study";
import { duplicateStudy } from "@/lib/services/study/duplicate-study";
import { currentVersion, findStudy, type StudyRow } from "@/lib/services/study/find-study";
import { launchStudy } from "@/lib/services/study/launch-study";
import { InputError } from "@/lib/shared/invariant";
import type { StudyConfiguration } from "@/lib/study/configuration";
import type { DimensionView } from "@/lib/study/participant-view";
import { trueRating } from "@/lib/study/rating-truth";
import { readTruth } from "@/scripts/truth-file";

/** What `study simulate` was asked for. */
export interface Simulation {
  participants: number;
  seed: string;
  /** A simulated study to walk through, or any study to make a simulated duplicate of. */
  study?: string | undefined;
  /** Set of a new simulated study; that of the demo, or the newest published, where it is not given. */
  set?: string | undefined;
  preset: string;
  /** Address of the running site. */
  site: string;
  /** Share (0..1) of participants who leave in the middle. */
  dropOut: number;
  /** File with a known truth that the bots rate by. */
  truth?: string | undefined;
}

/** Made-up quality of known conditions, 0 to 1: what the bots hear in them. */
const QUALITY: Record<string, number> = {
  human: 0.78,
  scrambled: 0.2,
  resNet20_LocalConv: 0.64,
  LSTM: 0.58,
  resNet20_Naive: 0.5,
};

/** The study walked through and how the walks ended. */
export interface SimulationResult {
  study: string;
  participants: number;
  completed: number;
  left: number;
  full: number;
  ratings: number;
}

/**
 * Sends bots through the interface of a study that is marked simulated, making it where needed.
 * @param onDone told after each participant
 * @throws InputError where the site does not answer or the study cannot be made
 */
export async function simulate(
  simulation: Simulation,
  onDone: () => void,
): Promise<SimulationResult> {
  await siteAnswers(simulation.site);
  const study = await simulatedStudy(simulation);
  const mix: Partial<Record<BotBehaviour, number>> = { "drops out": simulation.dropOut };
  const reports = await sendCrowd({
    site: simulation.site,
    slug: study.slug,
    seed: simulation.seed,
    participants: simulation.participants,
    taste: tasteByCondition(simulation.seed, await clipConditions(study.setId), QUALITY),
    judge: simulation.truth
      ? await judgeOf(study, simulation.truth, simulation.seed)
      : await obedient(study),
    mix,
    onReport: onDone,
  });
  return summary(study.slug, reports);
}

/** The end of the scale that a spoken instruction asks for. */
function askedFor(answer: "lowest" | "highest", { points }: DimensionView): number {
  const values = points.map(({ value }) => value);
  return answer === "lowest" ? Math.min(...values) : Math.max(...values);
}

/** Bots that do what spoken instructions ask, and rate the rest by their taste. */
async function obedient(study: StudyRow): Promise<Judge> {
  const clips = await clipFacts(study.setId);
  return (sha256, dimension) => {
    const answer = clips.get(sha256)?.answer;
    return answer ? askedFor(answer, dimension) : null;
  };
}

/** Bots that rate by a known truth, and do what spoken instructions ask. */
async function judgeOf(study: StudyRow, file: string, seed: string): Promise<Judge> {
  const { configuration } = await currentVersion(await database(), study);
  const truth = await readTruth(file, configuration);
  const clips = await clipFacts(study.setId);
  return (sha256, dimension, participant, presentation) => {
    const clip = clips.get(sha256);
    const own = truth.dimensions[dimension.id];
    const values = dimension.points.map(({ value }) => value);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    if (clip?.answer) return askedFor(clip.answer, dimension);
    if (!clip || !own || own.effects[clip.condition] === undefined) return null;
    const shown = { ...clip, participant, presentation };
    return trueRating(own, seed, dimension.id, shown, { low, high });
  };
}

function summary(study: string, reports: readonly BotReport[]): SimulationResult {
  const completed = reports.filter((report) => report.page === "done").length;
  const full = reports.filter((report) => report.page === "full").length;
  const ratings = reports
    .flatMap((report) => Object.values(report.acknowledged))
    .flatMap(Object.keys);
  const left = reports.length - completed - full;
  return { study, participants: reports.length, completed, left, full, ratings: ratings.length };
}

async function siteAnswers(site: string): Promise<void> {
  try {
    await fetch(`${site}/api/participant/none/where`);
  } catch (cause) {
    throw new InputError(`expected the site at ${site}: run \`npm start\`, or give --site`, {
      cause,
    });
  }
}

async function simulatedStudy(simulation: Simulation): Promise<StudyRow> {
  const { study: slug, seed, participants } = simulation;
  const given = slug ? await findStudy(slug) : null;
  if (given?.mode === "simulated" && given.status === "open") return given;
  const adjust = (configuration: StudyConfiguration): StudyConfiguration => ({
    ...configuration,
    stop: { kind: "quota", participants },
  });
  const made = given
    ? await duplicateStudy(given.slug, { ...(await naming(given.slug, seed)), adjust }, CLI_ACTOR)
    : await newStudy(simulation, adjust);
  return launchStudy(made.slug, CLI_ACTOR);
}

/** The set of the demo, which the gallery's later sets must not displace; else the newest published. */
async function usualSet(): Promise<string | undefined> {
  const demo = await findStudy("demo").catch(() => null);
  return demo?.setId ?? (await listStimulusSets()).find((one) => one.status === "published")?.id;
}

async function newStudy(
  { set, preset, seed }: Simulation,
  adjust: (configuration: StudyConfiguration) => StudyConfiguration,
): Promise<StudyRow> {
  const chosen = set ?? (await usualSet());
  if (!chosen) throw new InputError("expected a published stimulus set, there is none");
  const wanted = { ...(await naming("simulated", seed)), set: chosen, preset, adjust };
  return (await createStudy(wanted, CLI_ACTOR)).study;
}

/** A free slug: simulated-1, then simulated-1-2, … */
async function naming(base: string, seed: string) {
  const stem = `${base}-${seed}`
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 50);
  for (let n = 1; ; n++) {
    const slug = n === 1 ? stem : `${stem}-${n}`;
    const taken = await findStudy(slug).catch(() => null);
    if (!taken) return { slug, mode: "simulated" as const, seed };
  }
}
