import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BotClient } from "@/lib/bots/bot-client";
import { SIMULATED_START } from "@/lib/bots/bot-crowd";
import { finishBot, startBot, trialRequest } from "@/lib/bots/bot-walk";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";
import { botFor, walkTo } from "@/tests/factories/walkers";

vi.mock("server-only", () => ({}));

const database = ownDatabase();
let site: TestSite;
let set: string;

beforeAll(async () => {
  set = await makeTinySet({ items: 4, name: "again" });
  site = await startSite();
}, 300_000);
afterAll(() => site?.close());

describe("a check whose answer was lost on the way back", () => {
  it("a wrong count of notes sent again is one miss", async () => {
    await makeStudy(set, {
      slug: "sound-again",
      mode: "simulated",
      adjust: (c) => ({ ...c, checks: { ...c.checks, sound: true, soundMisses: 2 } }),
    });
    const { walk } = await walkTo(botFor(site.url, "sound-again", 1), "sound");
    const wrong = { attempt: 1, heard: 20, device: "earphones", sampleRate: null };
    const first = await walk.client.page("sound", wrong);
    expect(first).toMatchObject({ page: "sound", misses: 1 });
    expect(await walk.client.page("sound", wrong)).toEqual(first);
    expect(await walk.client.page("sound", { ...wrong, attempt: 2 })).toMatchObject({
      page: "screened-out",
    });
  }, 300_000);

  it("a failed headphone screen sent again is one attempt", async () => {
    await makeStudy(set, {
      slug: "screen-again",
      mode: "simulated",
      adjust: (c) => ({
        ...c,
        checks: {
          sound: false,
          soundMisses: null,
          headphones: { kind: "huggins", passAt: 6, attempts: 2, screenOut: true },
        },
      }),
    });
    const { walk } = await walkTo(botFor(site.url, "screen-again", 1), "headphones");
    const wrong = { attempt: 1, answers: [] };
    const first = await walk.client.page("headphones", wrong);
    expect(first).toMatchObject({ page: "headphones", attempt: 2, attempts: 1 });
    expect(await walk.client.page("headphones", wrong)).toEqual(first);
    const [row] = await database.current.plain`
      select count(*)::int as attempts from checks k join sessions s on s.id = k.session_id
      join studies x on x.id = s.study_id where x.slug = 'screen-again'`;
    expect(row!.attempts).toBe(1);
    const last = await walk.client.page("headphones", { ...wrong, attempt: 2 });
    expect(last.page).toBe("screened-out");
  }, 300_000);
});

describe("letters that a database cannot keep", () => {
  /** A null character, half of an emoji, and what is fine. */
  const odd = "a\u0000b \ud83d c 🎵 =1+1";
  const kept = "ab \ufffd c 🎵 =1+1";
  const words = { en: "Anything else?", zh: "还有什么吗？" };
  const question = {
    ...{ id: "words", kind: "long" as const, text: words, help: { en: "", zh: "" } },
    ...{ options: [], min: null, max: null },
  };

  it("in the recruitment link, a comment and an answer block nobody", async () => {
    await makeStudy(set, {
      slug: "letters",
      mode: "simulated",
      adjust: (c) => ({
        ...c,
        listening: { ...c.listening, comment: true },
        questions: [question],
      }),
    });
    const bot = botFor(site.url, "letters", 1, { recruitment: { note: odd, "n\u0000te": "x" } });
    const { walk, view } = await walkTo(bot, "trial");
    await walk.client.clip(view.clip.url);
    await walk.client.wait(view.clip.durationMs + 2000);
    const values = Object.fromEntries(
      view.dimensions.map(({ id, points }) => [id, points[0]!.value]),
    );
    const request = trialRequest(view, values, view.clip.durationMs + 1500);
    const answer = await walk.client.call("trials", { ...request, comment: odd });
    expect(answer).toMatchObject({ status: 200, body: { status: "stored" } });
    const sql = database.current.plain;
    const [row] = await sql`
      select t.comment, p.recruitment from trials t join sessions s on s.id = t.session_id
      join participants p on p.id = s.participant_id where t.id = ${view.trial}`;
    expect(row).toEqual({ comment: kept, recruitment: { note: kept, nte: "x" } });

    walk.report.last = await walk.client.page("where");
    expect((await finishBot(walk, (at) => at.page === "questions")).page).toBe("questions");
    expect((await walk.client.page("answers", { answers: { words: odd } })).page).toBe("done");
    const [given] = await sql`
      select a.value from answers a join trials t on t.session_id = a.session_id
      where t.id = ${view.trial}`;
    expect(given!.value).toBe(kept);
  }, 300_000);

  it("a start by such a link is not refused", async () => {
    await makeStudy(set, { slug: "odd-link", mode: "simulated" });
    const client = new BotClient({ site: site.url, slug: "odd-link", startsAt: SIMULATED_START });
    const view = await client.page("where", undefined, "?PROLIFIC_PID=%00&x=%ED%A0%BD");
    expect(view.page).toBe("welcome");
  }, 300_000);
});

it("two ratings under one key are refused with the reason, not as a fault of the server", async () => {
  await makeStudy(set, { slug: "one-key", mode: "simulated" });
  const { walk, view } = await walkTo(botFor(site.url, "one-key", 1), "trial");
  await walk.client.clip(view.clip.url);
  await walk.client.wait(view.clip.durationMs + 2000);
  const request = trialRequest(view, { harmony: 1, reality: 1 }, view.clip.durationMs + 1500);
  if (request.outcome.kind !== "rated") throw new Error("expected ratings");
  const ratings = request.outcome.ratings.map((rating) => ({ ...rating, key: "k".repeat(20) }));
  const answer = await walk.client.call("trials", {
    ...request,
    outcome: { kind: "rated", ratings },
  });
  expect(answer).toMatchObject({ status: 400, body: { error: "invalid" } });
  expect((await finishBot(walk)).page).toBe("done");
}, 300_000);

it("a bot's whole walk passes a headphone screen that only notes", async () => {
  await makeStudy(set, {
    slug: "noted",
    mode: "simulated",
    adjust: (c) => ({
      ...c,
      checks: {
        ...c.checks,
        headphones: { kind: "antiphase", passAt: 5, attempts: 2, screenOut: false },
      },
    }),
  });
  const report = await finishBot(await startBot(botFor(site.url, "noted", 1)));
  expect(report.page).toBe("done");
}, 300_000);
