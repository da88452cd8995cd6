import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { finishBot, startBot } from "@/lib/bots/bot-walk";
import { judgeSessions } from "@/lib/services/session/judge-sessions";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";
import { botFor, walkTo } from "@/tests/factories/walkers";

vi.mock("server-only", () => ({}));

ownDatabase();
let site: TestSite;
let set: string;

beforeAll(async () => {
  set = await makeTinySet({ items: 4, catches: 2, name: "conduct" });
  site = await startSite();
}, 300_000);
afterAll(() => site?.close());

it("marks who missed two catch trials and gave one value throughout, and deletes nothing", async () => {
  await makeStudy(set, {
    slug: "conduct",
    preset: "anchored",
    mode: "simulated",
    adjust: (c) => ({
      ...c,
      plan: {
        ...c.plan,
        exclusionRules: [...c.plan.exclusionRules, { kind: "flat ratings", share: 0.95 }],
      },
    }),
  });
  await finishBot(await startBot(botFor(site.url, "conduct", 1, { behaviour: "careless" })));
  const [judged, ...others] = await judgeSessions("conduct");
  expect(others).toEqual([]);
  expect(judged!.conduct).toMatchObject({ missedCatches: 2, hiddenMs: 0, headphonesPassed: null });
  expect(judged!.conduct.values.harmony).toHaveLength(12);
  expect(judged!.conduct.coverage).toEqual(Array(17).fill(1));
  expect(judged!.rules.map((rule) => rule.kind)).toEqual(["missed catches", "flat ratings"]);
}, 300_000);

it("a study with three dimensions of 1..7 works without code", async () => {
  const scale = (id: string) => ({
    id,
    name: { en: id, zh: id },
    question: { en: `${id}?`, zh: `${id}？` },
    definition: { en: "", zh: "" },
    low: 1,
    high: 7,
    lowLabel: { en: "low", zh: "低" },
    highLabel: { en: "high", zh: "高" },
    pointLabels: { "4": { en: "middle", zh: "中" } },
  });
  await makeStudy(set, {
    slug: "seven",
    mode: "simulated",
    adjust: (configuration) => ({
      ...configuration,
      dimensions: ["melody", "rhythm", "form"].map(scale),
      plan: { ...configuration.plan, primary: "melody", dimensions: ["melody"] },
    }),
  });
  const { walk, view } = await walkTo(botFor(site.url, "seven", 1), "trial");
  expect(view.dimensions.map((d) => d.points.length)).toEqual([7, 7, 7]);
  const report = await finishBot(walk);
  expect(report.page).toBe("done");
  const values = Object.values(report.acknowledged).flatMap((given) => Object.values(given));
  expect(values).toHaveLength(15 * 3);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(1);
}, 300_000);
