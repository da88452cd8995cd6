import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BotClient } from "@/lib/bots/bot-client";
import { SIMULATED_START } from "@/lib/bots/bot-crowd";
import { finishBot, startBot, trialRequest } from "@/lib/bots/bot-walk";
import { releaseAbandonedSlots } from "@/lib/services/session/release-abandoned-slots";
import { auditStudy } from "@/lib/services/study/audit-study";
import type { ParticipantView } from "@/lib/study/participant-view";
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
});
afterAll(() => site?.close());

const quota = (participants: number) => ({
  mode: "simulated" as const,
  adjust: <C extends object>(configuration: C) => ({
    ...configuration,
    stop: { kind: "quota" as const, participants },
  }),
});

function start(slug: string, key: string, recruitment: Record<string, string> = {}) {
  const client = new BotClient({ site: site.url, slug, startsAt: SIMULATED_START });
  return client.page("start", { language: "en", recruitment, key: key.padEnd(20, "-") });
}

const pages = (views: readonly ParticipantView[]) => views.map((view) => view.page).sort();

async function slotsOf(slug: string) {
  return database.current.plain`
    select l.number, l.status, l.session_id from slots l join studies s on s.id = l.study_id
    where s.slug = ${slug} order by l.number`;
}

describe("claims", () => {
  it("50 at once: no slot twice, and no more sessions than slots", async () => {
    await makeStudy(set, { slug: "rush", ...quota(30) });
    const views = await Promise.all(
      Array.from({ length: 50 }, (_, i) => start("rush", `rush-${i}`)),
    );
    expect(pages(views).filter((page) => page === "consent")).toHaveLength(30);
    expect(pages(views).filter((page) => page === "full")).toHaveLength(20);
    const slots = await slotsOf("rush");
    expect(new Set(slots.map((slot) => slot.session_id)).size).toBe(30);
    expect(slots.every((slot) => slot.status === "claimed")).toBe(true);
    expect(await auditStudy("rush")).toMatchObject({
      ok: true,
      exposure: { violations: 0, moments: 30 },
    });
  });

  it("the same start sent ten times at once makes one session with one secret", async () => {
    const study = await makeStudy(set, { slug: "double", ...quota(20) });
    const views = await Promise.all(Array.from({ length: 10 }, () => start("double", "same-key")));
    expect(new Set(views.map((view) => JSON.stringify(view))).size).toBe(1);
    const [row] = await database.current.plain`
      select count(*)::int as sessions, count(distinct participant_id)::int as participants
      from sessions where study_id = ${study.id}`;
    expect(row).toEqual({ sessions: 1, participants: 1 });
    expect((await slotsOf("double")).filter((slot) => slot.status === "claimed")).toHaveLength(1);
  });

  it("a second tab that still shows the welcome page starts no second session", async () => {
    const study = await makeStudy(set, { slug: "tabs", ...quota(20) });
    const client = new BotClient({ site: site.url, slug: "tabs", startsAt: SIMULATED_START });
    const body = (key: string) => ({ language: "en", recruitment: {}, key: key.padEnd(20, "-") });
    const first = await client.page("start", body("first"));
    const second = await client.otherTab().page("start", body("second"));
    expect(second).toEqual(first);
    const [row] = await database.current.plain`
      select count(*)::int as sessions from sessions where study_id = ${study.id}`;
    expect(row).toEqual({ sessions: 1 });
    expect((await slotsOf("tabs")).filter((slot) => slot.status === "claimed")).toHaveLength(1);
  });

  it("a recruitment id starts once; without the secret it shows only that it has begun", async () => {
    await makeStudy(set, { slug: "panel", ...quota(20) });
    const person = { PROLIFIC_PID: "p1", STUDY_ID: "x", SESSION_ID: "y" };
    const views = await Promise.all([1, 2, 3, 4].map((i) => start("panel", `panel-${i}`, person)));
    expect(pages(views)).toEqual([
      "already-started",
      "already-started",
      "already-started",
      "consent",
    ]);
    const client = new BotClient({ site: site.url, slug: "panel", startsAt: SIMULATED_START });
    const again = await client.page("where", undefined, "?PROLIFIC_PID=p1");
    expect(Object.keys(again).sort()).toEqual(["page", "study"]);
    expect(again.page).toBe("already-started");
    expect((await start("panel", "panel-9", { PROLIFIC_PID: "p2" })).page).toBe("consent");
    expect((await slotsOf("panel")).filter((slot) => slot.status === "claimed")).toHaveLength(2);
  });

  it("returned slots are claimed first; their session takes them up again while it can", async () => {
    await makeStudy(set, { slug: "return", ...quota(10) });
    const first = await walkTo(botFor(site.url, "return", 1), "trial");
    const second = await walkTo(botFor(site.url, "return", 2), "trial");
    const third = await walkTo(botFor(site.url, "return", 3), "practice");
    const away = new Date(
      Math.max(...[first, second, third].map(({ walk }) => walk.client.now())) + 61 * 60_000,
    );
    expect(await releaseAbandonedSlots({ slug: "return", declaredNow: away })).toBe(3);
    expect((await slotsOf("return")).filter((slot) => slot.status === "claimed")).toHaveLength(0);
    await first.walk.client.wait(120 * 60_000);
    const back = await first.walk.client.page("where");
    expect(back).toMatchObject({ page: "trial", trial: first.view.trial });
    const next = await walkTo(botFor(site.url, "return", 4), "trial");
    expect(next.view.page).toBe("trial");
    const numbers = (await slotsOf("return")).filter((slot) => slot.status === "claimed");
    expect(numbers.map((slot) => slot.number)).toEqual([1, 2]);
    await second.walk.client.wait(120 * 60_000);
    expect((await second.walk.client.page("where")).page).toBe("expired");
    const refused = await second.walk.client.call("trials", {
      ...trialRequest(second.view, { harmony: 1, reality: 1 }, 5000),
    });
    expect(refused.body).toMatchObject({ error: "not this trial" });
    const report = await finishBot(next.walk);
    expect(report.page).toBe("done");
    expect(await auditStudy("return")).toMatchObject({ ok: true, exposure: { violations: 0 } });
  });

  it("declining and being under age return the slot", async () => {
    await makeStudy(set, { slug: "decline", ...quota(2) });
    for (const [number, agree, ageConfirmed, page] of [
      [1, false, true, "declined"],
      [2, true, false, "screened-out"],
    ] as const) {
      const { walk, view } = await walkTo(botFor(site.url, "decline", number), "consent");
      const body = { version: view.consent.version, agree, ageConfirmed };
      expect((await walk.client.page("consent", body)).page).toBe(page);
      expect((await walk.client.page("where")).page).toBe(page);
    }
    expect((await slotsOf("decline")).map((slot) => slot.status)).toEqual(["free", "free"]);
    const report = await finishBot(await startBot(botFor(site.url, "decline", 3)));
    expect(report.page).toBe("done");
  });

  it("every end has its own code, or a return with what came by the recruitment link", async () => {
    const code = (text: string) => ({ kind: "code" as const, code: text });
    await makeStudy(set, {
      slug: "codes",
      mode: "simulated",
      adjust: (c) => ({
        ...c,
        stop: { kind: "quota", participants: 1 },
        recruitment: {
          ...c.recruitment,
          completion: {
            complete: {
              kind: "redirect",
              url: "https://panel.example/?who={PROLIFIC_PID}&x={room}",
            },
            screenedOut: code("SCREENED"),
            full: code("FULL"),
            closed: code("CLOSED"),
            declined: code("DECLINED"),
          },
        },
      }),
    });
    const consenting = async (number: number, agree: boolean, ageConfirmed: boolean) => {
      const { walk, view } = await walkTo(botFor(site.url, "codes", number), "consent");
      const { version } = view.consent;
      return walk.client.page("consent", { version, agree, ageConfirmed });
    };
    const completion = (page: string, text: string) => ({ page, completion: code(text) });
    expect(await consenting(1, true, false)).toMatchObject(completion("screened-out", "SCREENED"));
    expect(await consenting(2, false, true)).toMatchObject(completion("declined", "DECLINED"));
    const recruitment = { PROLIFIC_PID: "p&1", room: "B 2" };
    const bot = botFor(site.url, "codes", 3, { recruitment });
    expect((await finishBot(await startBot(bot))).last).toMatchObject({
      page: "done",
      completion: { kind: "redirect", url: "https://panel.example/?who=p%261&x=B%202" },
    });
    expect(await start("codes", "codes-late")).toMatchObject(completion("full", "FULL"));
    const { setStudyStatus } = await import("@/lib/services/study/set-study-status");
    const { CLI_ACTOR } = await import("@/lib/services/act/record-act");
    await setStudyStatus("codes", "close", CLI_ACTOR);
    expect(await start("codes", "codes-later")).toMatchObject(completion("closed", "CLOSED"));
  });

  it("a study of two participants is full after two, closed when closed, paused when paused", async () => {
    const { setStudyStatus } = await import("@/lib/services/study/set-study-status");
    const { CLI_ACTOR } = await import("@/lib/services/act/record-act");
    await makeStudy(set, { slug: "two", ...quota(2) });
    const one = await walkTo(botFor(site.url, "two", 1), "trial");
    await setStudyStatus("two", "pause", CLI_ACTOR);
    expect((await one.walk.client.page("where")).page).toBe("paused");
    expect((await start("two", "two-x")).page).toBe("paused");
    await setStudyStatus("two", "resume", CLI_ACTOR);
    await finishBot(one.walk);
    await finishBot(await startBot(botFor(site.url, "two", 2)));
    expect((await start("two", "two-y")).page).toBe("full");
    await setStudyStatus("two", "close", CLI_ACTOR);
    expect((await start("two", "two-z")).page).toBe("closed");
    expect((await one.walk.client.page("where")).page).toBe("done");
    await expect(setStudyStatus("two", "pause", CLI_ACTOR)).rejects.toThrow("two is closed");
  });
});
