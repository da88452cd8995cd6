import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { finishBot, startBot } from "@/lib/bots/bot-walk";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { excludeSession, undoExclusion } from "@/lib/services/session/exclude-session";
import { releaseAbandonedSlots } from "@/lib/services/session/release-abandoned-slots";
import { auditStudy } from "@/lib/services/study/audit-study";
import { setStudyStatus } from "@/lib/services/study/set-study-status";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";
import { botFor, walkTo } from "@/tests/factories/walkers";

vi.mock("server-only", () => ({}));

const database = ownDatabase();
let site: TestSite;
let set: string;
const HOUR = 3_600_000;

beforeAll(async () => {
  set = await makeTinySet({ items: 4, name: "away" });
  site = await startSite();
}, 300_000);
afterAll(() => site?.close());

async function sessionsOf(slug: string): Promise<{ id: string; status: string; slot: string }[]> {
  return database.current.plain`
    select s.id, s.status, l.status as slot from sessions s join studies x on x.id = s.study_id
    left join slots l on l.session_id = s.id where x.slug = ${slug} order by s.started_at`;
}

it("whoever was excluded and comes back after a time-out takes no place from the others", async () => {
  await makeStudy(set, {
    slug: "excluded",
    mode: "simulated",
    adjust: (c) => ({ ...c, stop: { kind: "quota", participants: 2 } }),
  });
  const bot = botFor(site.url, "excluded", 1);
  const { walk } = await walkTo(bot, "trial");
  const [session] = await sessionsOf("excluded");
  await excludeSession(session!.id, CLI_ACTOR, "not listening");
  const declaredNow = new Date(walk.client.now() + 2 * HOUR);
  await releaseAbandonedSlots({ slug: "excluded", declaredNow });
  await walk.client.wait(3 * HOUR);
  expect((await finishBot(walk)).page).toBe("done");
  expect(await sessionsOf("excluded")).toMatchObject([{ status: "complete", slot: "free" }]);

  // Both places of the quota are there for people who count.
  const startsAt = walk.client.now() + HOUR;
  for (const number of [2, 3]) {
    const report = await finishBot(
      await startBot(botFor(site.url, "excluded", number, { startsAt: startsAt + number * HOUR })),
    );
    expect(report.page).toBe("done");
  }
  const audit = await auditStudy("excluded");
  expect(audit).toMatchObject({ ok: true, exposure: { full: true } });
  expect(audit.exposure.counted.every(({ gap }) => gap <= 1)).toBe(true);
}, 300_000);

it("an exclusion undone while the person is away brings the place back with the person", async () => {
  await makeStudy(set, { slug: "undone", mode: "simulated" });
  const { walk } = await walkTo(botFor(site.url, "undone", 1), "trial");
  const [session] = await sessionsOf("undone");
  await excludeSession(session!.id, CLI_ACTOR, "by mistake");
  await releaseAbandonedSlots({
    slug: "undone",
    declaredNow: new Date(walk.client.now() + 2 * HOUR),
  });
  await undoExclusion(session!.id, CLI_ACTOR);
  await walk.client.wait(3 * HOUR);
  expect((await finishBot(walk)).page).toBe("done");
  expect(await sessionsOf("undone")).toMatchObject([{ status: "complete", slot: "done" }]);
}, 300_000);

it("a pause of the study costs nobody their place, nor does its end", async () => {
  await makeStudy(set, { slug: "pausing" });
  const { walk, view } = await walkTo(
    botFor(site.url, "pausing", 1, { startsAt: null }),
    "consent",
  );
  const after = (hours: number) => new Date(Date.now() + hours * HOUR);
  const release = (hours: number) => releaseAbandonedSlots({ slug: "pausing", now: after(hours) });
  await setStudyStatus("pausing", "pause", CLI_ACTOR);
  expect(await release(24)).toBe(0);
  await setStudyStatus("pausing", "resume", CLI_ACTOR);
  // The pause lasted for a day: whoever was here before it has an hour from its end.
  const sql = database.current.plain;
  await sql`update sessions set last_seen_at = last_seen_at - interval '1 day'
    where study_id = (select id from studies where slug = 'pausing')`;
  expect(await release(0.9)).toBe(0);
  expect(await walk.client.page("where")).toEqual(view);
  expect(await release(1.1)).toBe(1);
}, 300_000);
