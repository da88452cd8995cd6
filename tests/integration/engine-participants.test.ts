import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { BotClient } from "@/lib/bots/bot-client";
import { SIMULATED_START, sendCrowd } from "@/lib/bots/bot-crowd";
import { tasteOfSound } from "@/lib/bots/bot-taste";
import { finishBot, startBot, trialRequest } from "@/lib/bots/bot-walk";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";

vi.mock("server-only", () => ({}));

const database = ownDatabase();
let site: TestSite;
let set: string;

beforeAll(async () => {
  set = await makeTinySet({ items: 4 });
  site = await startSite();
});
afterAll(() => site?.close());

async function simulated(slug: string) {
  return makeStudy(set, { slug, mode: "simulated" });
}

const bot = (slug: string, number: number) => ({
  site: site.url,
  slug,
  seed: 1,
  number,
  behaviour: "truthful" as const,
  taste: tasteOfSound(1),
  startsAt: SIMULATED_START,
});

describe("a walk over HTTP", () => {
  it("ends with every rating stored once", async () => {
    const study = await simulated("one-walk");
    const report = await finishBot(await startBot(bot("one-walk", 1)));
    expect(report.page).toBe("done");
    const rows = await database.current.plain`
      select r.trial_id, r.dimension, r.value, t.kind, t.position from ratings r
      join trials t on t.id = r.trial_id join sessions s on s.id = t.session_id
      where s.study_id = ${study.id}`;
    expect(rows).toHaveLength((12 + 3) * 2);
    for (const row of rows)
      expect(report.acknowledged[row.trial_id]![row.dimension]).toBe(row.value);
  });
});
