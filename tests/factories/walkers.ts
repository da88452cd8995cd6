import { SIMULATED_START } from "@/lib/bots/bot-crowd";
import { tasteOfSound } from "@/lib/bots/bot-taste";
import { type Bot, type BotWalk, finishBot, startBot } from "@/lib/bots/bot-walk";
import type { ParticipantView, ViewOf } from "@/lib/study/participant-view";

/** A truthful bot with a declared clock, or with what a test wants instead. */
export function botFor(
  site: string,
  slug: string,
  number: number,
  changes: Partial<Bot> = {},
): Bot {
  return {
    site,
    slug,
    seed: 1,
    number,
    behaviour: "truthful",
    taste: tasteOfSound(1),
    startsAt: SIMULATED_START + number * 60_000,
    ...changes,
  };
}

/** A bot that has come to a page, with that page. */
export async function walkTo<P extends ParticipantView["page"]>(
  bot: Bot,
  page: P,
  fits: (view: ViewOf<P>) => boolean = () => true,
): Promise<{ walk: BotWalk; view: ViewOf<P> }> {
  const walk = await startBot(bot);
  const there = (view: ParticipantView) => view.page === page && fits(view as ViewOf<P>);
  await finishBot(walk, there);
  const { last } = walk.report;
  if (!there(last)) throw new Error(`expected page ${page}, the bot ended on ${last.page}`);
  return { walk, view: last as ViewOf<P> };
}
