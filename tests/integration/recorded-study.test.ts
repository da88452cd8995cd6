import fs from "node:fs";
import { beforeAll, expect, it } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import { checkAuditLog } from "@/lib/services/act/list-acts";
import { loadRecordedDatabase } from "@/tests/factories/recorded-database";
import { recordedOutputs } from "@/tests/factories/recorded-outputs";
import { ownDatabase } from "@/tests/factories/test-database";

const database = ownDatabase({ empty: true });
const golden = JSON.parse(fs.readFileSync("tests/golden/recorded-study.json", "utf8"));

beforeAll(async () => {
  await loadRecordedDatabase(database.current);
  await migrateDatabase(database.current.url);
}, 300_000);

it.each(Object.keys(golden))(
  "%s gives the bytes and numbers that it was recorded with",
  async (slug) => {
    const outputs = JSON.parse(JSON.stringify(await recordedOutputs(slug)));
    expect(outputs).toEqual(golden[slug]);
  },
  300_000,
);

it("the audit log's chain holds", async () => {
  expect(await checkAuditLog()).toEqual({ checked: 10, fault: null });
});
