import { type BotAnswer, BotClient, type BotClientOptions } from "@/lib/bots/bot-client";
import { type Judge, normal, pointAt, type Taste, truthfulRatings } from "@/lib/bots/bot-taste";
import { sha256Hex } from "@/lib/shared/canonical-json";
import { assertNever } from "@/lib/shared/invariant";
import { namedStream, type Rng } from "@/lib/shared/rng";
import {
  type AnswerValue,
  type TrialAnswer,
  type TrialRequest,
  trialAnswerSchema,
} from "@/lib/study/participant-requests";
import type { ParticipantView, QuestionView, ViewOf } from "@/lib/study/participant-view";

/** Ways in which bots take part. */
export const BOT_BEHAVIOURS = [
  /** Rates what it hears. */
  "truthful",
  /** Gives one value everywhere. */
  "careless",
  /** Leaves in the middle and never comes back. */
  "drops out",
  /** Sends every rating twice at the same moment. */
  "double-sends",
  /** Rates every trial differently in two tabs at the same moment. */
  "two tabs",
  /** Reloads and goes back at random. */
  "reloads",
] as const;

/** A way in which a bot takes part. */
export type BotBehaviour = (typeof BOT_BEHAVIOURS)[number];

/** One bot. */
export interface Bot extends BotClientOptions {
  /** Everything that it draws follows from the seed and its number. */
  seed: string | number;
  number: number;
  behaviour: BotBehaviour;
  taste: Taste;
  /** Rates under a known truth; the taste is for clips of which it says nothing. */
  judge?: Judge | undefined;
  language?: string;
  recruitment?: Record<string, string>;
}

/** How a bot's walk ended. */
export interface BotReport {
  number: number;
  behaviour: BotBehaviour;
  /** The last page. */
  page: ParticipantView["page"];
  /** Acknowledged ratings by trial id, then dimension. */
  acknowledged: Record<string, Record<string, number>>;
  client: BotClient;
  last: ParticipantView;
}

/** Pages after which nothing comes. */
const ENDS = new Set<ParticipantView["page"]>([
  ...(["done", "declined", "full", "closed", "paused", "already-started", "screened-out"] as const),
  ...(["expired", "withdrawn", "not-found"] as const),
]);

/** A bot on its way. */
export interface BotWalk {
  bot: Bot;
  client: BotClient;
  rng: Rng;
  /** How far it shifts every rating, as a share of the scale. */
  leaning: number;
  /** Finished trials after which it leaves; null = never. */
  leavesAfter: number | null;
  report: BotReport;
}

/** Takes the first step (start) of a bot: it holds a slot afterwards, if there was one. */
export async function startBot(bot: Bot): Promise<BotWalk> {
  const client = new BotClient(bot);
  const rng = namedStream(bot.seed, "bot", bot.number);
  let view = await client.page("where", undefined, `?${new URLSearchParams(bot.recruitment)}`);
  await client.wait(8000);
  if (view.page === "welcome") {
    const key = `bot-${bot.seed}-${bot.number}-${rng.int(0, 2 ** 31 - 1)}`
      .padEnd(20, "-")
      .slice(0, 64);
    view = await client.page("start", {
      language: bot.language ?? view.study.language,
      recruitment: bot.recruitment ?? {},
      key,
    });
  }
  const leavesAfter = bot.behaviour === "drops out" ? rng.int(0, 20) : null;
  const { number, behaviour } = bot;
  const report = { number, behaviour, page: view.page, acknowledged: {}, client, last: view };
  return { bot, client, rng, leaning: 0.1 * normal(rng), leavesAfter, report };
}

/**
 * Walks a started bot to the end of the study, or to where it leaves.
 * @param until stops before this page too
 * @throws Error where a page leaves the bot nothing to do, or a rating is rejected
 */
export async function finishBot(
  walk: BotWalk,
  until: (view: ParticipantView) => boolean = () => false,
): Promise<BotReport> {
  let view = walk.report.last;
  while (!ENDS.has(view.page) && !leaves(walk) && !until(view)) {
    view = await step(walk, view);
    if (walk.bot.behaviour === "reloads" && walk.rng.float() < 0.3)
      view = await walk.client.page("where");
    walk.report.page = view.page;
    walk.report.last = view;
  }
  return walk.report;
}

function leaves({ leavesAfter, report }: BotWalk): boolean {
  return leavesAfter !== null && Object.keys(report.acknowledged).length >= leavesAfter;
}

async function step(walk: BotWalk, view: ParticipantView): Promise<ParticipantView> {
  const { client, rng } = walk;
  switch (view.page) {
    case "consent":
      await client.wait(20_000);
      return client.page("consent", {
        version: view.consent.version,
        agree: true,
        ageConfirmed: true,
      });
    case "sound":
      return countNotes(walk, view);
    case "headphones":
      await client.wait(60_000);
      return client.page("headphones", {
        attempt: view.attempt,
        answers: view.trials.map(() => rng.int(1, 3)),
      });
    case "practice":
    case "trial":
      return rate(walk, view);
    case "pause":
      await client.wait(10_000);
      return client.page("pause", { number: view.progress.number });
    case "questions":
      await client.wait(30_000);
      return client.page("answers", { answers: answersOf(view.questions, rng) });
    case "welcome":
    case "done":
    case "declined":
    case "full":
    case "closed":
    case "paused":
    case "already-started":
    case "incomplete-link":
    case "other-person":
    case "screened-out":
    case "expired":
    case "withdrawn":
    case "not-found":
      throw new Error(`bot ${walk.bot.number}: nothing to do on page ${view.page}`);
    default:
      return assertNever(view);
  }
}

/** Guesses how many notes there were, as counting is beyond a bot: after a miss it is asked again. */
async function countNotes(
  { client, rng }: BotWalk,
  view: ViewOf<"sound">,
): Promise<ParticipantView> {
  await client.wait(9000);
  const heard = view.heard ? rng.pick(view.heard.choices.filter((n) => n >= 2 && n <= 5)) : null;
  const said = { attempt: view.misses + 1, device: "over-ear headphones", sampleRate: 48_000 };
  return client.page("sound", { ...said, heard });
}

async function rate(
  walk: BotWalk,
  view: ViewOf<"trial"> | ViewOf<"practice">,
): Promise<ParticipantView> {
  const { client, bot, rng } = walk;
  const clip = await client.clip(view.clip.url);
  const values = valuesOf(walk, view, clip);
  await client.wait(view.clip.durationMs + 1500 + 4000 * rng.float());
  const request = trialRequest(view, values, view.clip.durationMs + 1500);
  const answers = [client.call("trials", request)];
  if (bot.behaviour === "double-sends") answers.push(client.call("trials", request));
  if (bot.behaviour === "two tabs") {
    const other = Object.fromEntries(view.dimensions.map((d) => [d.id, pointAt(d, rng.float())]));
    answers.push(
      client.otherTab().call("trials", trialRequest(view, other, view.clip.durationMs + 1500)),
    );
  }
  return settle(walk, view, await Promise.all(answers));
}

function valuesOf(walk: BotWalk, view: ViewOf<"trial"> | ViewOf<"practice">, clip: Uint8Array) {
  const { bot, rng, leaning } = walk;
  if (bot.behaviour === "careless") {
    return Object.fromEntries(
      view.dimensions.map((d) => [d.id, d.points[d.points.length >> 1]!.value]),
    );
  }
  const tasted = truthfulRatings(view.dimensions, clip, bot.taste, rng, leaning);
  const { judge } = bot;
  if (!judge) return tasted;
  const digest = sha256Hex(clip);
  return Object.fromEntries(
    view.dimensions.map((d) => [d.id, judge(digest, d, bot.number, view.trial) ?? tasted[d.id]!]),
  );
}

/** Ratings of a clip heard once from its start to its end. */
export function trialRequest(
  view: ViewOf<"trial"> | ViewOf<"practice">,
  values: Readonly<Record<string, number>>,
  elapsedMs: number,
): TrialRequest {
  const { durationMs } = view.clip;
  const ratings = Object.entries(values).map(([dimension, value]) => ({
    dimension,
    value,
    key: `${view.trial}-${dimension}`.slice(0, 64),
  }));
  return {
    trial: view.trial,
    outcome: { kind: "rated", ratings },
    receipt: {
      firstPlayMs: 500,
      plays: 1,
      seeks: 0,
      pauses: 0,
      ranges: [[0, durationMs]],
      hiddenMs: 0,
      elapsedMs,
      ratedMs: Object.fromEntries(Object.keys(values).map((id) => [id, 800])),
      sampleRate: 48_000,
      loadFailures: 0,
    },
    comment: "",
    late: false,
  };
}

/** All answers must tell of the same stored ratings: whichever came first. */
function settle(
  walk: BotWalk,
  view: ViewOf<"trial"> | ViewOf<"practice">,
  answers: readonly BotAnswer[],
): ParticipantView {
  const parsed = answers.map((answer): TrialAnswer => {
    if (answer.status !== 200 && answer.status !== 409) throw walk.client.refused("trials", answer);
    return trialAnswerSchema.parse(answer.body);
  });
  const stored = parsed.filter((answer) => answer.status === "stored");
  if (stored.length > 1 || (stored.length === 0 && !walk.client.sentAgain)) {
    throw new Error(`bot ${walk.bot.number}: expected one stored answer, got ${stored.length}`);
  }
  const [first] = parsed;
  for (const { ratings } of parsed) {
    if (Object.entries(ratings).some(([id, value]) => first!.ratings[id] !== value)) {
      throw new Error(
        `bot ${walk.bot.number}: two answers tell of different ratings of ${view.trial}`,
      );
    }
  }
  walk.report.acknowledged[view.trial] = first!.ratings;
  return first!.view;
}

function answersOf(questions: readonly QuestionView[], rng: Rng): Record<string, AnswerValue> {
  return Object.fromEntries(questions.map((question) => [question.id, answerOf(question, rng)]));
}

function answerOf(question: QuestionView, rng: Rng): AnswerValue {
  if (rng.float() < 0.1) return null;
  switch (question.kind) {
    case "single":
      return rng.pick(question.options).id;
    case "multiple":
      return question.options.filter(() => rng.float() < 0.4).map((option) => option.id);
    case "number":
      return question.min ?? question.max ?? 1;
    case "short":
    case "long":
      return '=1+1, "quoted" & 雨 🎵\nsecond line';
    default:
      return assertNever(question.kind);
  }
}
