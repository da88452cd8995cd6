import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { finishBot, startBot } from "@/lib/bots/bot-walk";
import { judgeSessions } from "@/lib/services/studies/session-conduct";
import { startSite, type TestSite } from "@/tests/factories/site";
import { makeStudy, makeTinySet } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";
import { botFor } from "@/tests/factories/walkers";

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
