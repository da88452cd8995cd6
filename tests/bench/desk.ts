// `npm run bench:desk`: the desk's pages on a study with 1,000,000 ratings and 50,000 sessions.

import { scoreFigureSvg } from "@/lib/figures/score-figure";
import { exportStream } from "@/lib/services/export/export-stream";
import { breakdownPage } from "@/lib/services/result/breakdown";
import { studyFigure } from "@/lib/services/result/score-figure";
import { studySessions } from "@/lib/services/session/list-sessions";
import { studyFacts } from "@/lib/services/study/study-facts";
import { studyExposure, studyProgress } from "@/lib/services/study/study-progress";
import type { RatedStudy } from "@/tests/factories/rated-study";
import { largeStudy, PER_PARTICIPANT } from "./large-study";

/** Sessions of the study; those beyond what the ratings need were given up at some trial. */
const SESSIONS = 50_000;

const wanted = Number(process.argv[2] ?? 1_000_000);
if (!Number.isInteger(wanted) || wanted < PER_PARTICIPANT) {
  throw new Error(
    `expected a number of ratings, at least ${PER_PARTICIPANT}, got ${process.argv[2]}`,
  );
}

const { database, study, participants } = await largeStudy(wanted);
try {
  const stopped = Math.max(0, Math.round((SESSIONS * wanted) / 1_000_000) - participants);
  await addStoppedSessions(study, stopped);
  await database.plain`analyze`;
  const facts = await studyFacts("bench");
  const page = { search: "", descending: false, page: 1, size: 50, filters: {} };
  await measure("facts", () => studyFacts("bench"));
  await measure("Figure 8 and table", async () => {
    const { figure } = await studyFigure(facts, { spread: "sd", selection: "plan", stamps: [] });
    scoreFigureSvg(figure);
  });
  await measure("table per stimulus", () =>
    breakdownPage(facts.id, "plan", {
      ...page,
      sort: "condition",
      by: "stimulus",
      conditions: facts.conditions,
    }),
  );
  await measure(`progress of ${participants + stopped} sessions`, () =>
    Promise.all([studyProgress(facts), studyExposure(facts, { ...page, sort: "completed" })]),
  );
  await measure("one page of sessions", () =>
    studySessions(facts, { ...page, sort: "seen", descending: true }),
  );
  await measureExport(participants * PER_PARTICIPANT);
} finally {
  await database.drop();
}

/** Sessions that their participants left at one of thirty trials. */
async function addStoppedSessions(study: RatedStudy, count: number): Promise<void> {
  const key = (prefix: string) =>
    database.plain.unsafe(`'${prefix}_' || substr(md5('${study.id}' || 'stopped' || n), 1, 20)`);
  const people = database.plain`generate_series(1, ${count}::int) n`;
  await database.plain`insert into participants (id, study_id) select ${key("prt")}, ${study.id} from ${people}`;
  await database.plain`
    insert into sessions (id, study_id, version_id, participant_id, mode, status, state, language, start_language,
      dimension_order, start_key, secret_sha256, withdraw_sha256, started_at, last_seen_at)
    select ${key("ses")}, ${study.id}, ${study.versionId}, ${key("prt")}, 'live', 'abandoned',
      jsonb_build_object('kind', 'trial', 'trial', 1 + n % 30), 'en', 'en', array['harmony','reality'],
      'stopped' || n, md5('stopped s' || n), md5('stopped w' || n), now() - interval '2 hours', now() - interval '1 hour'
    from ${people}`;
}

async function measure(name: string, work: () => Promise<unknown>): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < 3; i++) {
    const before = performance.now();
    await work();
    times.push(performance.now() - before);
  }
  process.stdout.write(`${name}: ${times.map((ms) => `${(ms / 1000).toFixed(2)} s`).join(", ")}\n`);
}

async function measureExport(rows: number): Promise<void> {
  const idle = process.memoryUsage.rss();
  let most = idle;
  let bytes = 0;
  const before = performance.now();
  for await (const piece of await exportStream("bench", { format: "csv", freeText: false })) {
    bytes += piece.length;
    most = Math.max(most, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - before) / 1000;
  const rate = Math.round(rows / seconds).toLocaleString("en-GB");
  process.stdout.write(
    `export: ${rate} rows a second, ${(bytes / 1e6).toFixed(0)} MB, ${((most - idle) / 1e6).toFixed(0)} MB above idle\n`,
  );
}
