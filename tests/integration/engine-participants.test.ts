import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { sendCrowd } from "@/lib/bots/bot-crowd";
import { tasteOfSound } from "@/lib/bots/bot-taste";
import { finishBot, startBot } from "@/lib/bots/bot-walk";
import { releaseAbandonedSlots } from "@/lib/services/session/release-abandoned-slots";
import { auditStudy } from "@/lib/services/study/audit-study";
import { balanceBySql } from "@/tests/factories/balance-by-sql";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";
import { botFor } from "@/tests/factories/walkers";

vi.mock("server-only", () => ({}));

const database = ownDatabase();
let site: TestSite;

beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site?.close());

async function storedRatings(studyId: string) {
  return database.current.plain`
    select r.trial_id, r.dimension, r.value from ratings r
    join trials t on t.id = r.trial_id join sessions s on s.id = t.session_id
    where s.study_id = ${studyId}`;
}

describe("a walk over HTTP", () => {
  it("ends with every rating stored once", async () => {
    const set = await makeTinySet({ items: 4 });
    const study = await makeStudy(set, { slug: "one-walk", mode: "simulated" });
    const report = await finishBot(await startBot(botFor(site.url, "one-walk", 1)));
    expect(report.page).toBe("done");
    const rows = await storedRatings(study.id);
    expect(rows).toHaveLength((12 + 3) * 2);
    for (const row of rows)
      expect(report.acknowledged[row.trial_id]![row.dimension]).toBe(row.value);
  });
});

describe("a crowd of mixed behaviour", () => {
  const crowd = process.env.STUDY_FULL ? 500 : 40;

  it(`${crowd} participants, 30 % dropping out: balance at every moment, orders from the seed, one row each`, async () => {
    const set = await makeTinySet({ items: 6, anchors: true, name: "crowd" });
    const quota = Math.round(crowd * 0.7);
    const study = await makeStudy(set, {
      slug: "crowd",
      preset: "anchored",
      mode: "simulated",
      adjust: (c) => ({
        ...c,
        stop: { kind: "quota", participants: quota },
        trials: {
          ...c.trials,
          models: c.trials.models.map((share) => ({ ...share, perParticipant: 4 })),
          anchors: c.trials.anchors.map((share) => ({ ...share, perParticipant: 1 })),
        },
        groups: ["a", "b"].map((id) => ({ id, texts: {}, items: null })),
      }),
    });
    const mix = {
      "drops out": 0.3,
      careless: 0.1,
      "double-sends": 0.1,
      "two tabs": 0.1,
      reloads: 0.1,
    };
    let ended = 0;
    const reports = await sendCrowd({
      site: site.url,
      slug: "crowd",
      seed: 7,
      participants: crowd,
      taste: tasteOfSound(7),
      mix,
      onReport: async (report) => {
        // Now and then, time passes for those who left: their slots come back while others walk.
        if (++ended % 10 === 0) {
          const declaredNow = new Date(report.client.now() + 45 * 60_000);
          await releaseAbandonedSlots({ slug: "crowd", declaredNow });
        }
      },
    });
    const left = reports.filter(
      (report) => report.behaviour === "drops out" && report.page !== "full",
    );
    expect(left.length).toBeGreaterThan(crowd * 0.15);

    // Whoever was away too long has lost the slot; everything acknowledged stands as it was.
    const rows = await storedRatings(study.id);
    const stored = new Map(rows.map((row) => [`${row.trial_id} ${row.dimension}`, row.value]));
    const acknowledged = reports.flatMap((report) =>
      Object.entries(report.acknowledged).flatMap(([trial, values]) =>
        Object.entries(values).map(
          ([dimension, value]) => [`${trial} ${dimension}`, value] as const,
        ),
      ),
    );
    expect(stored.size).toBe(rows.length);
    expect(acknowledged).toHaveLength(rows.length);
    for (const [key, value] of acknowledged) expect(stored.get(key)).toBe(value);

    const audit = await auditStudy("crowd");
    expect(audit.ok).toBe(true);
    expect(audit.orders).toEqual({ checked: expect.any(Number), different: [] });
    expect(audit.neighbours.forbidden).toBe(0);
    expect(audit.exposure.violations).toBe(0);
    expect(audit.exposure.moments).toBeGreaterThan(crowd);
    expect(audit.ratings).toMatchObject({
      doubled: 0,
      incomplete: 0,
      unfinished: 0,
      stored: rows.length,
    });
    expect(audit.items.smallestDistance).toBeGreaterThan(0);

    // The rest of the quota fills up, and then every stimulus was heard equally often.
    let next = crowd;
    while (!(await auditStudy("crowd")).exposure.full) {
      await releaseAbandonedSlots({ slug: "crowd", declaredNow: new Date(Date.UTC(2027, 0, 1)) });
      const more = await sendCrowd({
        site: site.url,
        slug: "crowd",
        seed: 7,
        participants: 8,
        first: next + 1,
        startsAt: Date.UTC(2027, 0, 1),
        taste: tasteOfSound(7),
      });
      next += 8;
      expect(more.every((report) => ["done", "full"].includes(report.page))).toBe(true);
    }
    const full = await auditStudy("crowd");
    expect(full.ok).toBe(true);
    expect(full.exposure.returnedWaiting).toBe(0);
    for (const one of full.exposure.counted) expect(one.gap).toBeLessThanOrEqual(1);
    expect(await balanceBySql(database.current.plain, study.id)).toMatchObject({
      neighbours: 0,
      notOnce: 0,
      excess: 0,
      finalGap: 1,
      moments: expect.any(Number),
    });
    const sessions = full.groups.map((group) => group.sessions);
    expect(Math.abs(sessions[0]! - sessions[1]!)).toBeLessThanOrEqual(1);
  }, 3_600_000);
});
