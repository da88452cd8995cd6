import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";

vi.mock("server-only", () => ({}));

const database = ownDatabase();
let site: TestSite;
let set: string;

beforeAll(async () => {
  set = await makeTinySet({ items: 4, name: "arrivals" });
  await makeStudy(set, {
    slug: "arrivals",
    mode: "test",
    adjust: (c) => ({
      ...c,
      recruitment: {
        ...c.recruitment,
        completion: {
          ...c.recruitment.completion,
          declined: { kind: "redirect", url: "https://panel.example/back?who={PROLIFIC_PID}" },
        },
      },
    }),
  });
  await makeStudy(set, {
    slug: "named",
    mode: "test",
    adjust: (c) => ({ ...c, recruitment: { ...c.recruitment, idNeeded: true } }),
  });
  site = await startSite();
}, 300_000);
afterAll(() => site?.close());

/** A browser: one cookie, and the addresses that are opened in it. */
class Browser {
  cookie = "";

  constructor(private readonly slug = "arrivals") {}

  async ask(call: string, body?: unknown, query = "") {
    const answer = await fetch(`${site.url}/api/participant/${this.slug}/${call}${query}`, {
      headers: { cookie: this.cookie },
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    for (const set of answer.headers.getSetCookie()) this.cookie = set.split(";")[0]!;
    return { status: answer.status, ...(await answer.json()) };
  }

  where = (query: string) => this.ask("where", undefined, query);

  start = (recruitment: Record<string, string>) =>
    this.ask("start", {
      language: "en",
      recruitment,
      key: `${Math.random()}`.padEnd(20, "0"),
    });
}

const peopleOf = async (slug: string) => {
  const rows = await database.current.plain`
    select p.recruitment from participants p join studies s on s.id = p.study_id where s.slug = ${slug}`;
  return rows.map((row) => row.recruitment);
};

describe("who sits here", () => {
  it("another person's link gets nothing of the session that this browser has", async () => {
    const browser = new Browser();
    const begun = await browser.start({ PROLIFIC_PID: "A" });
    expect(begun.page).toBe("consent");
    const cookieOfA = browser.cookie;

    for (const query of ["?PROLIFIC_PID=B", "?workerId=TWO", "?participant=P12&lab=1"]) {
      const other = await browser.where(query);
      expect(other.page, query).toBe("other-person");
      expect(JSON.stringify(other)).not.toContain("resume");
    }
    const started = await browser.start({ PROLIFIC_PID: "B" });
    expect(started.page).toBe("other-person");
    expect(browser.cookie).toBe(cookieOfA);
    expect(await peopleOf("arrivals")).toHaveLength(1);

    // The same person, by the same link or by none, goes on.
    for (const query of ["?PROLIFIC_PID=A", "?prolific_pid=%20A%20", ""]) {
      expect((await browser.where(query)).page, query).toBe("consent");
    }
  });

  it("after leaving, the other person begins, and the first is known as having begun", async () => {
    const browser = new Browser();
    await browser.start({ PROLIFIC_PID: "C" });
    await browser.ask("leave", {});
    expect((await browser.where("?PROLIFIC_PID=D")).page).toBe("welcome");
    expect((await browser.start({ PROLIFIC_PID: "D" })).page).toBe("consent");
    expect((await new Browser().where("?PROLIFIC_PID=C")).page).toBe("already-started");
  });
});

describe("nothing heard is not complete", () => {
  /** Passes over the first trials and rates the rest. @returns the page that follows the last */
  async function walk(slug: string, skip: number) {
    const browser = new Browser(slug);
    let view = await browser.start({});
    const { version } = view.consent;
    view = await browser.ask("consent", { version, agree: true, ageConfirmed: true });
    for (let trial = 0; view.page === "trial"; trial++) {
      const receipt = heardReceipt(view.clip.durationMs);
      const skipped = { kind: "skipped", reason: "clip failed", detail: "status 403" };
      const ratings = view.dimensions.map(({ id }: { id: string }) => ({
        dimension: id,
        value: 3,
        key: `${view.trial} ${id}`.padEnd(20, "0"),
      }));
      const outcome = trial < skip ? skipped : { kind: "rated", ratings };
      const body = { trial: view.trial, outcome, receipt, comment: "", late: true };
      view = (await browser.ask("trials", body)).view;
    }
    return view;
  }

  const heardReceipt = (durationMs: number) => ({
    firstPlayMs: 0,
    plays: 1,
    seeks: 0,
    pauses: 0,
    ranges: [[0, durationMs]],
    hiddenMs: 0,
    elapsedMs: durationMs + 1000,
    ratedMs: {},
    sampleRate: null,
    loadFailures: 5,
  });

  const statesOf = (slug: string) => database.current.plain`
    select s.status, l.status as slot from sessions s join studies x on x.id = s.study_id
    left join slots l on l.session_id = s.id where x.slug = ${slug} order by s.started_at`;

  async function shortStudy(slug: string, leastRatedShare?: number) {
    await makeStudy(set, {
      slug,
      mode: "test",
      adjust: (c) => ({
        ...c,
        checks: { sound: false, soundMisses: null, headphones: null },
        questions: [],
        listening: {
          ...c.listening,
          coverage: 0,
          ...(leastRatedShare === undefined ? {} : { leastRatedShare }),
        },
        trials: { ...c.trials, practice: 0, pauseEvery: null },
        recruitment: {
          ...c.recruitment,
          completion: {
            ...c.recruitment.completion,
            complete: { kind: "code", code: "PAID-1" },
            screenedOut: { kind: "code", code: "UNHEARD" },
          },
        },
      }),
    });
  }

  it("a session without one rating has an end and a code of its own, and gives its place back", async () => {
    await shortStudy("unheard");
    expect(await walk("unheard", 1000)).toMatchObject({
      page: "screened-out",
      reason: "unheard",
      completion: { kind: "code", code: "UNHEARD" },
    });
    expect(await statesOf("unheard")).toEqual([{ status: "screened-out", slot: "free" }]);
  });

  it("the share that the study declares decides", async () => {
    await shortStudy("share", 0.75);
    expect((await walk("share", 2)).page).toBe("done");
    expect((await walk("share", 6)).page).toBe("screened-out");
    expect((await statesOf("share")).map(({ status }) => status)).toEqual([
      "complete",
      "screened-out",
    ]);
  });
});

describe("reading ids", () => {
  it.each([
    ["PROLIFIC_PID", "{{%PROLIFIC_PID%}}"],
    ["survey_code", "%SURVEY_CODE%"],
    ["workerId", "$" + "{e://Field/id}"],
    ["PROLIFIC_PID", "undefined"],
    ["participant", "[ID]"],
  ])("a placeholder makes no person and takes no place: %s=%s", async (name, value) => {
    const before = await peopleOf("arrivals");
    for (let i = 0; i < 2; i++) {
      const browser = new Browser();
      expect((await browser.start({ [name]: value })).page).toBe("incomplete-link");
      expect(browser.cookie).toBe("");
    }
    expect(await peopleOf("arrivals")).toEqual(before);
    const query = `?${new URLSearchParams({ [name]: value })}`;
    expect((await new Browser().where(query)).page).toBe("incomplete-link");
  });

  it("damaged spellings are the same person", async () => {
    await new Browser().start({ PROLIFIC_PID: "abc1" });
    for (const query of [
      "?prolific_pid=abc1",
      "?Prolific_PID=abc1",
      "?lang=en?PROLIFIC_PID=abc1",
      "?STUDY_ID=1&amp;PROLIFIC_PID=abc1",
      "?PROLIFIC_PID=%20abc1%20",
    ]) {
      expect((await new Browser().where(query)).page, query).toBe("already-started");
    }
  });

  it("a return address gets the id however the link spelt it", async () => {
    const browser = new Browser();
    const { consent } = await browser.start({ prolific_pid: " abc9 " });
    const agreement = { version: consent.version, agree: false, ageConfirmed: false };
    expect(await browser.ask("consent", agreement)).toMatchObject({
      page: "declined",
      completion: { kind: "redirect", url: "https://panel.example/back?who=abc9" },
    });
  });

  it("a study that needs an id lets nobody begin without one", async () => {
    for (const query of ["", "?PROLIFIC_PID=", "?PROLIFIC_PID=%20", "?STUDY_ID=1"]) {
      expect((await new Browser("named").where(query)).page, query).toBe("incomplete-link");
    }
    expect((await new Browser("named").start({})).page).toBe("incomplete-link");
    expect(await peopleOf("named")).toEqual([]);
    expect((await new Browser("named").start({ PROLIFIC_PID: "x" })).page).toBe("consent");
  });
});
