import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BotClient } from "@/lib/bots/bot-client";
import { finishBot, startBot } from "@/lib/bots/bot-walk";
import type { ViewOf } from "@/lib/study/participant-view";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";
import { botFor, walkTo } from "@/tests/factories/walkers";

vi.mock("server-only", () => ({}));

const database = ownDatabase();
let site: TestSite;
let set: string;

beforeAll(async () => {
  set = await makeTinySet({ items: 4 });
  site = await startSite();
  await makeStudy(set, { slug: "rights", preset: "anchored", mode: "simulated" });
});
afterAll(() => site?.close());

async function countsOf(slug: string) {
  const [row] = await database.current.plain`
    select (select count(*) from ratings r join trials t on t.id = r.trial_id where t.session_id = s.id)::int as ratings,
      (select count(*) from receipts r join trials t on t.id = r.trial_id where t.session_id = s.id)::int as receipts,
      (select count(*) from answers a where a.session_id = s.id)::int as answers,
      (select recruitment::text from participants p where p.id = s.participant_id) as recruitment,
      s.status, l.status as slot
    from sessions s join studies x on x.id = s.study_id join slots l on l.id = s.slot_id
    where x.slug = ${slug} order by s.started_at desc limit 1`;
  return row;
}

const secretOf = (link: string) => link.split("#")[1]!;

describe("withdrawal", () => {
  it("during the study erases everything given and frees the slot", async () => {
    const bot = botFor(site.url, "rights", 1, { recruitment: { PROLIFIC_PID: "w1" } });
    const { walk } = await walkTo(bot, "trial", (view) => view.progress.number === 4);
    expect(await countsOf("rights")).toMatchObject({
      ratings: 12,
      slot: "claimed",
      recruitment: '{"PROLIFIC_PID": "w1"}',
    });
    const view = await walk.client.page("withdraw", { secret: null, confirm: true });
    expect(view).toMatchObject({
      page: "withdrawn",
      receipt: expect.stringMatching(/^[0-9A-Z]{12}$/),
    });
    expect(await countsOf("rights")).toEqual({
      ratings: 0,
      receipts: 0,
      answers: 0,
      recruitment: "{}",
      status: "withdrawn",
      slot: "free",
    });
    expect(await walk.client.page("where")).toEqual(view);
    const back = new BotClient({ ...bot, site: site.url });
    expect((await back.page("where", undefined, "?PROLIFIC_PID=w1")).page).toBe("already-started");
  });

  it("afterwards works by private link from another browser, twice, with one receipt", async () => {
    const bot = botFor(site.url, "rights", 2);
    const report = await finishBot(await startBot(bot));
    const done = report.last as ViewOf<"done">;
    expect(await countsOf("rights")).toMatchObject({ status: "complete", slot: "done" });
    const stranger = new BotClient({ ...bot, site: site.url });
    await stranger.wait(3_600_000);
    const request = { secret: secretOf(done.withdrawLink!), confirm: true };
    const first = await stranger.page("withdraw", request);
    expect(first.page).toBe("withdrawn");
    expect(await stranger.page("withdraw", request)).toEqual(first);
    expect(await countsOf("rights")).toMatchObject({
      ratings: 0,
      answers: 0,
      status: "withdrawn",
      slot: "free",
    });
    const [kept] = await database.current
      .plain`select ratings, after_completion from withdrawals where after_completion`;
    expect(kept!.ratings).toBeGreaterThan(20);
    const guess = { secret: "0".repeat(40), confirm: true };
    expect((await stranger.call("withdraw", guess)).body).toMatchObject({ error: "no session" });
  });

  it("the withdrawal link does not open the session", async () => {
    const report = await finishBot(await startBot(botFor(site.url, "rights", 3)));
    const done = report.last as ViewOf<"done">;
    const stranger = new BotClient({ ...botFor(site.url, "rights", 3), site: site.url });
    const view = await stranger.page("resume", { secret: secretOf(done.withdrawLink!) });
    expect(view.page).toBe("welcome");
  });

  it("is refused after the deadline, and everything stays", async () => {
    await makeStudy(set, {
      slug: "deadline",
      mode: "simulated",
      adjust: (c) => ({ ...c, consent: { ...c.consent, withdrawalDeadline: "2026-01-05" } }),
    });
    const { walk } = await walkTo(
      botFor(site.url, "deadline", 1),
      "trial",
      (v) => v.progress.number === 2,
    );
    await walk.client.wait(24 * 3_600_000);
    const answer = await walk.client.call("withdraw", { secret: null, confirm: true });
    expect(answer).toMatchObject({ status: 409, body: { error: "too late to withdraw" } });
    expect(await countsOf("deadline")).toMatchObject({ ratings: 8, status: "active" });
  });
});

describe("going on elsewhere", () => {
  it("the private link opens the same trial in another browser, also in another language", async () => {
    const bot = botFor(site.url, "rights", 4);
    const { view } = await walkTo(bot, "trial", (v) => v.progress.number === 3);
    const other = new BotClient({ ...bot, startsAt: bot.startsAt! + 3_600_000, site: site.url });
    const there = await other.page("resume", { secret: secretOf(view.resumeLink) });
    expect(there).toEqual(view);
    const chinese = (await other.page("language", { language: "zh" })) as ViewOf<"trial">;
    expect(chinese.trial).toBe(view.trial);
    expect(chinese.dimensions.map((d) => d.name).sort()).toEqual(["和谐", "真实"].sort());
    expect((await other.call("language", { language: "xx" })).status).toBe(400);
  });

  it("a copy of the consent can be taken before the choice and after it, by nobody else", async () => {
    const early = await walkTo(botFor(site.url, "rights", 5), "consent");
    const headers = { cookie: "", "x-declared-clock": String(early.walk.client.now()) };
    expect(
      (await fetch(`${site.url}/api/participant/rights/consent-copy`, { headers })).status,
    ).toBe(401);
    const secret = secretOf(early.view.resumeLink);
    const copy = () =>
      fetch(`${site.url}/api/participant/rights/consent-copy`, {
        headers: { ...headers, cookie: `study_rights=${secret}` },
      });
    const before = await (await copy()).text();
    expect(before).toContain("1. What you do");
    expect(before).toContain("Your choice: nothing chosen yet");
    await finishBot(early.walk, (view) => view.page !== "consent");
    const text = await (await copy()).text();
    expect(text).toContain("1. What you do");
    expect(text).toContain("Your choice: Yes, I have read this and want to take part");
    expect(text).toMatch(/Given on: .*2026.* UTC/);
    expect(text).toContain(early.view.consent.version);
    await early.walk.client.page("language", { language: "zh" });
    expect(await (await copy()).text()).toBe(text);
  });

  it("a lab's computer forgets the session for the next participant", async () => {
    const report = await finishBot(await startBot(botFor(site.url, "rights", 6)));
    const view = await report.client.page("leave", {});
    expect(view.page).toBe("welcome");
    expect((await report.client.page("where")).page).toBe("welcome");
  });
});
