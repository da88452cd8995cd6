import { setPlainSql } from "@/tests/factories/plain-sql";
import { addSessions, type RatedStudy, ratedStudy } from "@/tests/factories/rated-study";
import { makeTestDatabase, type TestDatabase } from "@/tests/factories/test-database";

/** Ratings of one participant: 3 models × 10 clips × 2 dimensions. */
export const PER_PARTICIPANT = 60;
const BATCH = 1_000;

/** A study `bench` with at least so many ratings in a database of its own, which the services then use. */
export async function largeStudy(
  ratings: number,
): Promise<{ database: TestDatabase; study: RatedStudy; participants: number }> {
  const database = await makeTestDatabase();
  Object.assign(globalThis, { studyConnection: Promise.resolve(database) });
  setPlainSql(database.plain);
  const study = await ratedStudy({ slug: "bench", clips: 10, participants: 0, target: 100_000 });
  const participants = Math.ceil(ratings / PER_PARTICIPANT);
  for (let first = 0; first < participants; first += BATCH) {
    await addSessions(study, first, Math.min(BATCH, participants - first));
  }
  return { database, study, participants };
}
