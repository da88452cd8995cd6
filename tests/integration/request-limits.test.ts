import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { dropOldAllowances } from "@/lib/services/session/count-request";
import { DECLARED_CLOCK_HEADER } from "@/lib/study/participant-requests";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";

vi.mock("server-only", () => ({}));
vi.hoisted(() => {
  process.env.STUDY_CLIENT_IP_HEADER = "x-real-ip";
});

const database = ownDatabase();
let site: TestSite;

beforeAll(async () => {
  const set = await makeTinySet({ items: 4, name: "limits" });
  await makeStudy(set, { slug: "live", mode: "live" });
  await makeStudy(set, { slug: "rehearsed", mode: "simulated" });
  site = await startSite();
}, 300_000);
afterAll(() => site?.close());
beforeEach(async () => {
  await database.current.plain`delete from request_allowances`;
});

type Headers = Record<string, string>;

const where = (headers: Headers = {}, slug = "live", url = site.url) =>
  fetch(`${url}/api/participant/${slug}/where`, { headers });

const statusOf = async (...asked: Parameters<typeof where>) => (await where(...asked)).status;

/** Everyone who has asked so far has used up all but this many seconds of a minute's requests. */
async function spendAll(seconds = 60): Promise<void> {
  await database.current.plain`
    update request_allowances set whole_at = now() + ${`${seconds} seconds`}::interval`;
}

async function startedCookie(): Promise<string> {
  const answer = await fetch(`${site.url}/api/participant/live/start`, {
    method: "POST",
    body: JSON.stringify({
      language: "en",
      recruitment: {},
      key: `key ${Math.random()} of a test`,
    }),
  });
  expect(answer.status).toBe(200);
  return answer.headers.getSetCookie()[0]!.split(";")[0]!;
}

describe("request limits", () => {
  it("refuse with 429, a reason and the seconds to wait, and let no refused request count", async () => {
    expect(await statusOf()).toBe(200);
    await spendAll();
    const answer = await where();
    expect(answer.status).toBe(429);
    // 60 s used up, of which a burst of 120 in steps of 50 ms may be.
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(50);
    expect(Number(answer.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    expect(await answer.json()).toMatchObject({ error: "too many requests" });
    await spendAll(0);
    expect(await statusOf()).toBe(200);
  });

  it("let a burst through: 60 requests of one caller, 120 of those without an address", async () => {
    const known = { "x-real-ip": "192.0.2.1" };
    for (const [headers, fits, over] of [
      [known, 59 * 0.2 - 1, 59 * 0.2 + 3],
      [{}, 119 * 0.05 - 1, 119 * 0.05 + 3],
    ] as const) {
      expect(await statusOf(headers)).toBe(200);
      await spendAll(fits);
      expect(await statusOf(headers)).toBe(200);
      await spendAll(over);
      expect(await statusOf(headers)).toBe(429);
    }
  });

  it("are not escaped by cookies that belong to no session", async () => {
    await where({ cookie: `study_live=${"a".repeat(40)}` });
    await spendAll();
    for (const cookie of [`study_live=${"b".repeat(40)}`, "other=1", "study_live=x; y=z"]) {
      expect(await statusOf({ cookie }), cookie).toBe(429);
    }
  });

  it("are not escaped on a live study by the clock that simulated participants declare", async () => {
    const declared = { [DECLARED_CLOCK_HEADER]: "1767609999000" };
    expect(await statusOf(declared)).toBe(403);
    await spendAll();
    expect(await statusOf(declared)).toBe(429);
    expect(await statusOf(declared, "rehearsed")).toBe(200);
    expect(await statusOf({}, "rehearsed")).toBe(200);
    await spendAll();
    expect(await statusOf({}, "rehearsed")).toBe(429);
    expect(await statusOf(declared, "rehearsed")).toBe(200);
  });

  it("count a session for itself, whatever strangers do", async () => {
    const cookie = await startedCookie();
    await where();
    await spendAll();
    expect(await statusOf()).toBe(429);
    expect(await statusOf({ cookie })).toBe(200);
    await spendAll();
    expect(await statusOf({ cookie })).toBe(429);
    // A made-up part beside it, another address: still the same session.
    const dressed = { cookie: `${cookie}; more=1`, "x-real-ip": "192.0.2.7" };
    expect(await statusOf(dressed)).toBe(429);
  });

  it("count strangers by the address that a trusted proxy names, its last entry", async () => {
    await where({ "x-real-ip": "192.0.2.1" });
    await spendAll();
    expect(await statusOf({ "x-real-ip": "198.51.100.9, 192.0.2.1" })).toBe(429);
    expect(await statusOf({ "x-real-ip": "192.0.2.2" })).toBe(200);
  });

  it("hold for several site processes together", async () => {
    await where();
    await spendAll();
    // A process of its own knows nothing but what the database tells.
    vi.resetModules();
    const other = await import("@/tests/factories/site").then((module) => module.startSite());
    const status = await statusOf({}, "live", other.url);
    await other.close();
    expect(status).toBe(429);
  });

  it("are forgotten an hour after they were given back", async () => {
    await where();
    await spendAll(-3500);
    expect(await dropOldAllowances()).toBe(0);
    await spendAll(-3700);
    expect(await dropOldAllowances()).toBe(1);
  });
});
