import type { Listener } from "@/lib/bots/bot-client";
import type { Judge, Taste } from "@/lib/bots/bot-taste";
import {
  type Bot,
  type BotBehaviour,
  type BotReport,
  finishBot,
  startBot,
} from "@/lib/bots/bot-walk";
import { namedStream } from "@/lib/shared/rng";

/** A crowd of bots. */
export interface Crowd {
  site: string;
  slug: string;
  seed: string | number;
  participants: number;
  taste: Taste;
  judge?: Judge | undefined;
  /** Shares of each behaviour; what is left is truthful. */
  mix?: Partial<Record<BotBehaviour, number>>;
  /** Bots that walk at the same time. */
  together?: number;
  /** Number of the first bot, from 1. */
  first?: number;
  /** When the first bot starts, by its declared clock; null = real time. */
  startsAt?: number | null;
  listener?: Listener;
  /** After each bot's end. */
  onReport?: (report: BotReport) => void | Promise<void>;
}

/** Monday, 5 January 2026, 09:00 UTC: where simulated time begins. */
export const SIMULATED_START = Date.UTC(2026, 0, 5, 9);
/** Bots arrive this far apart. */
const ARRIVAL_MS = 3 * 60_000;

/**
 * Sends bots through a study. They start one after the other in their order, so that the same seed
 * gives everyone the same slot, and then walk side by side.
 */
export async function sendCrowd(crowd: Crowd): Promise<BotReport[]> {
  const { participants, together = 4, first = 1 } = crowd;
  const numbers = Array.from({ length: participants }, (_, i) => first + i);
  const reports: BotReport[] = [];
  let starting: Promise<unknown> = Promise.resolve();
  const lane = async () => {
    for (let number = numbers.shift(); number !== undefined; number = numbers.shift()) {
      const bot = botOf(crowd, number);
      const started = starting.then(() => startBot(bot));
      starting = started;
      const report = await finishBot(await started);
      reports.push(report);
      await crowd.onReport?.(report);
    }
  };
  await Promise.all(Array.from({ length: Math.min(together, participants) }, lane));
  return reports.sort((a, b) => a.number - b.number);
}

function botOf(crowd: Crowd, number: number): Bot {
  const { site, slug, seed, taste, judge, listener, startsAt = SIMULATED_START } = crowd;
  return {
    site,
    slug,
    seed,
    number,
    taste,
    judge,
    listener,
    behaviour: behaviourOf(crowd, number),
    startsAt: startsAt === null ? null : startsAt + number * ARRIVAL_MS,
  };
}

function behaviourOf({ seed, mix = {} }: Crowd, number: number): BotBehaviour {
  let place = namedStream(seed, "behaviour", number).float();
  for (const [behaviour, share] of Object.entries(mix) as [BotBehaviour, number][]) {
    place -= share;
    if (place < 0) return behaviour;
  }
  return "truthful";
}
