// Fills the database of STUDY_DATA for a lane of browser tests and prints the id of its set.
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl } from "@/db/url";
import { closeDatabase } from "@/lib/services/database";
import { makeTinySet } from "@/tests/factories/studies";

await migrateDatabase(await databaseUrl());
const set = await makeTinySet({ anchors: true, catches: 2 });
await closeDatabase();
process.stdout.write(set);
