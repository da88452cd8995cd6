import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { finishBot, trialRequest } from "@/lib/bots/bot-walk";
import type { TrialRequest } from "@/lib/study/participant-requests";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";
import { botFor, walkTo } from "@/tests/factories/walkers";

vi.mock("server-only", () => ({}));

const database = ownDatabase();
let site: TestSite;
let set: string;
let number = 0;

beforeAll(async () => {
  set = await makeTinySet({ items: 4 });
  site = await startSite();
  await makeStudy(set, { slug: "rated", mode: "simulated" });
});
afterAll(() => site?.close());

// One sending each: these tests look at every single answer.
const onTrial = () => walkTo(botFor(site.url, "rated", ++number, { tries: 1 }), "trial");

async function rowsOf(trial: string) {
  const rows = await database.current
    .plain`select dimension, value from ratings where trial_id = ${trial}`;
  return Object.fromEntries(rows.map((row) => [row.dimension, row.value]));
}

/** A request that is right but for what is changed, after the clip was fetched and heard. */
async function heardTrial(changes: (request: TrialRequest) => unknown = (request) => request) {
  const { walk, view } = await onTrial();
  await walk.client.clip(view.clip.url);
  await walk.client.wait(view.clip.durationMs + 500);
  const request = trialRequest(view, { harmony: 3, reality: 0 }, view.clip.durationMs + 500);
  const answer = await walk.client.call("trials", changes(structuredClone(request)));
  return { walk, view, request, answer };
}

type Loose = { outcome: { ratings: { dimension: string; value: unknown; key: string }[] } };

function withValue(value: unknown) {
  return (request: TrialRequest) => {
    const loose = request as unknown as Loose;
    loose.outcome.ratings[0]!.value = value;
    return loose;
  };
}

describe("ratings over HTTP", () => {
  it("stores 0 as 0 and goes on", async () => {
    const { view, answer } = await heardTrial();
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ status: "stored", ratings: { harmony: 3, reality: 0 } });
    expect(await rowsOf(view.trial)).toEqual({ harmony: 3, reality: 0 });
  });

  it.each([
    ["above the scale", 6, 422, "out of range"],
    ["below the scale", -1, 422, "out of range"],
    ["2.5", 2.5, 400, "invalid"],
    ["an empty text", "", 400, "invalid"],
    ["a number as text", "3", 400, "invalid"],
    ["null", null, 400, "invalid"],
    ["true", true, 400, "invalid"],
    ["an array", [3], 400, "invalid"],
  ])("refuses %s and stores nothing", async (_, value, status, error) => {
    const { view, answer } = await heardTrial(withValue(value));
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error });
    expect(await rowsOf(view.trial)).toEqual({});
  });

  it("refuses a missing, a doubled and an unknown dimension", async () => {
    const change =
      (act: (ratings: Loose["outcome"]["ratings"]) => void) => (request: TrialRequest) => {
        act((request as unknown as Loose).outcome.ratings);
        return request;
      };
    const missing = await heardTrial(change((ratings) => ratings.pop()));
    expect(missing.answer.body).toMatchObject({ error: "incomplete" });
    const doubled = await heardTrial(
      change((ratings) => ratings.push({ ...ratings[0]!, key: "another-key-16-letters" })),
    );
    expect(doubled.answer.body).toMatchObject({ error: "incomplete" });
    const unknown = await heardTrial(change((ratings) => (ratings[0]!.dimension = "beauty")));
    expect(unknown.answer.body).toMatchObject({ error: "unknown dimension" });
    for (const { view } of [missing, doubled, unknown])
      expect(await rowsOf(view.trial)).toEqual({});
  });

  it("refuses ratings of a clip that was not fetched, not heard, or served too short a time ago", async () => {
    const { walk, view } = await onTrial();
    const { durationMs } = view.clip;
    const request = trialRequest(view, { harmony: 1, reality: 1 }, durationMs + 500);
    await walk.client.wait(60_000);
    expect((await walk.client.call("trials", request)).body).toMatchObject({
      error: "not heard yet",
      message: "the clip has not been fetched yet",
    });
    await walk.client.clip(view.clip.url);
    await walk.client.wait(durationMs / 2);
    const early = await walk.client.call("trials", request);
    expect(early.status).toBe(422);
    expect(early.body).toMatchObject({ error: "not heard yet" });
    await walk.client.wait(durationMs);
    const half = { ...request, receipt: { ...request.receipt, ranges: [[0, durationMs / 2]] } };
    expect((await walk.client.call("trials", half)).body).toMatchObject({ error: "not heard yet" });
    const short = { ...request, late: true, receipt: { ...request.receipt, elapsedMs: 300 } };
    expect((await walk.client.call("trials", short)).body).toMatchObject({
      error: "not heard yet",
    });
    const boasting = {
      ...request,
      late: true,
      receipt: { ...request.receipt, elapsedMs: 3_600_000 },
    };
    expect((await walk.client.call("trials", boasting)).body).toMatchObject({
      error: "not heard yet",
    });
    expect(await rowsOf(view.trial)).toEqual({});
    expect((await walk.client.call("trials", request)).status).toBe(200);
  });

  it("takes late ratings: sent after an hour, and of a clip that came after an hour", async () => {
    const hour = 3_500_000;
    const waited = await onTrial();
    const { durationMs } = waited.view.clip;
    const late = (view: typeof waited.view, elapsedMs: number) => ({
      ...trialRequest(view, { harmony: 0, reality: 5 }, elapsedMs),
      late: true,
    });
    await waited.walk.client.clip(waited.view.clip.url);
    await waited.walk.client.wait(hour);
    const offline = await waited.walk.client.call("trials", late(waited.view, durationMs + 900));
    expect(offline.body).toMatchObject({ status: "stored" });

    const slow = await onTrial();
    await slow.walk.client.wait(hour);
    await slow.walk.client.clip(slow.view.clip.url);
    await slow.walk.client.wait(durationMs + 2000);
    const heard = await slow.walk.client.call("trials", late(slow.view, hour + durationMs + 1900));
    expect(heard.body).toMatchObject({ status: "stored" });
    for (const { view } of [waited, slow])
      expect(await rowsOf(view.trial)).toEqual({ harmony: 0, reality: 5 });
  });

  it("refuses another's trial, a trial to come, and anyone without a session", async () => {
    const [one, two] = [await onTrial(), await onTrial()];
    const stolen = trialRequest(one.view, { harmony: 1, reality: 1 }, 9000);
    expect((await two.walk.client.call("trials", stolen)).body).toMatchObject({
      error: "not this trial",
    });
    const [later] = await database.current.plain`
      select t.id from trials t join trials mine on mine.session_id = t.session_id
      where mine.id = ${one.view.trial} and t.kind <> 'practice' and t.position = 5`;
    const early = { ...stolen, trial: later!.id };
    expect((await one.walk.client.call("trials", early)).body).toMatchObject({
      error: "not this trial",
    });
    two.walk.client.forget();
    expect((await two.walk.client.call("trials", stolen)).status).toBe(401);
    expect(await rowsOf(one.view.trial)).toEqual({});
  });

  it("answers the same values with 200 and others with 409, and stores neither", async () => {
    const { walk, view, request } = await heardTrial();
    const again = await walk.client.call("trials", request);
    expect([again.status, again.body]).toEqual([
      200,
      expect.objectContaining({ status: "already" }),
    ]);
    const other = await walk.client.call("trials", withValue(4)(structuredClone(request)));
    expect(other.status).toBe(409);
    expect(other.body).toMatchObject({ status: "conflict", ratings: { harmony: 3, reality: 0 } });
    expect(await rowsOf(view.trial)).toEqual({ harmony: 3, reality: 0 });
  });

  it("lets one of ten parallel tabs win", async () => {
    const { walk, view } = await onTrial();
    await walk.client.clip(view.clip.url);
    await walk.client.wait(view.clip.durationMs + 500);
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        walk.client.call(
          "trials",
          trialRequest(view, { harmony: i % 6, reality: 5 - (i % 6) }, 5000),
        ),
      ),
    );
    const statuses = answers.map((answer) => (answer.body as { status: string }).status);
    expect(statuses.filter((status) => status === "stored")).toHaveLength(1);
    const stored = await rowsOf(view.trial);
    expect(Object.keys(stored)).toHaveLength(2);
    for (const { body } of answers) expect(body).toMatchObject({ ratings: stored });
  });

  it("refuses new values after completion", async () => {
    const { walk, view, request } = await heardTrial();
    walk.report.last = await walk.client.page("where");
    const report = await finishBot(walk);
    expect(report.page).toBe("done");
    const late = await walk.client.call("trials", withValue(5)(structuredClone(request)));
    expect(late.status).toBe(409);
    expect(await rowsOf(view.trial)).toEqual({ harmony: 3, reality: 0 });
  });

  it("passes over a clip that cannot be loaded, with the reason", async () => {
    const { walk, view } = await onTrial();
    const request = trialRequest(view, {}, 100);
    const skipped = {
      ...request,
      outcome: { kind: "skipped", reason: "clip failed", detail: "500" },
    };
    const answer = await walk.client.call("trials", skipped);
    expect(answer.body).toMatchObject({ status: "stored", ratings: {} });
    const [row] = await database.current
      .plain`select status, skip_reason from trials where id = ${view.trial}`;
    expect(row).toEqual({ status: "skipped", skip_reason: "clip failed: 500" });
    expect((await walk.client.call("trials", skipped)).body).toMatchObject({ status: "already" });
  });

  it("takes a foreign origin's request for nothing", async () => {
    const { view } = await onTrial();
    const response = await fetch(`${site.url}/api/participant/rated/trials`, {
      method: "POST",
      headers: { origin: "https://elsewhere.example" },
      body: JSON.stringify(trialRequest(view, { harmony: 1, reality: 1 }, 9000)),
    });
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ error: "foreign origin" });
  });

  it("loses an unacknowledged rating only, when the database kills the transaction", async () => {
    const { walk, view } = await onTrial();
    await walk.client.clip(view.clip.url);
    await walk.client.wait(view.clip.durationMs + 500);
    const request = trialRequest(view, { harmony: 2, reality: 4 }, 5000);
    const { plain } = database.current;
    // The row is held, so that the request's transaction waits inside the database until it is killed.
    const held = plain.begin(async (tx) => {
      await tx`select 1 from sessions where id = (select session_id from trials where id = ${view.trial}) for update`;
      const sent = walk.client.call("trials", request);
      let killed = 0;
      while (killed === 0) {
        const rows = await plain`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query ilike '%for update%'`;
        killed = rows.length;
      }
      return sent;
    });
    expect((await held).status).toBe(503);
    expect(await rowsOf(view.trial)).toEqual({});
    expect((await walk.client.call("trials", request)).body).toMatchObject({ status: "stored" });
    expect(await rowsOf(view.trial)).toEqual({ harmony: 2, reality: 4 });
  });
});

describe("a live study", () => {
  it("refuses a declared clock, on every way in", async () => {
    await makeStudy(set, { slug: "live" });
    for (const call of ["where", "start"]) {
      const response = await fetch(`${site.url}/api/participant/live/${call}`, {
        headers: { "x-declared-clock": "1767600000000", origin: site.url },
        ...(call === "start"
          ? {
              method: "POST",
              body: JSON.stringify({ language: "en", recruitment: {}, key: "0123456789abcdef" }),
            }
          : {}),
      });
      expect(response.status).toBe(403);
      expect(await response.json()).toMatchObject({ error: "declared clock refused" });
    }
  });
});
