import { randomBytes } from "node:crypto";
import { type Codebook, codebook } from "@/lib/export/codebook";
import {
  type ExportColumn,
  type ExportLevel,
  type ExportRow,
  exportColumns,
} from "@/lib/export/columns";
import type { Cell } from "@/lib/export/csv";
import { type PeopleCell, sharedRows, smallCellWarnings } from "@/lib/export/shared-level";
import { base32 } from "@/lib/shared/ids";
import { inLanguage } from "@/lib/study/local-text";
import { plainSql } from "./database";
import type { StudyFacts } from "./desk-study-facts";

/** Rows that one step of the cursor fetches: enough to be fast, few enough to stay small. */
const BATCH = 2_000;

/** A ratings export, ready to be written as CSV, JSON or workbook. */
export interface RatingsExport {
  columns: ExportColumn[];
  codebook: Codebook;
  rows: AsyncIterable<ExportRow[]>;
}

/** What an export shows. */
export interface ExportChoice {
  /** Include comments and exclusion reasons. */
  freeText: boolean;
  /** Replace the models' names by the letters of the blind desk. */
  blind: boolean;
  /** Shared: new ids, relative times, no free text. */
  level: ExportLevel;
  /** Append what recruitment handed over; never at the shared level. */
  externalIds: boolean;
}

/** All ratings of a study in a fixed order (session, trial, dimension), streamed by a cursor. */
export async function exportRatings(
  facts: StudyFacts,
  choice: ExportChoice,
): Promise<RatingsExport> {
  const sql = await plainSql();
  const [set] = await sql<{ factors: string[] }[]>`
    select details->'factors' as factors from stimulus_sets where id = ${facts.setId}`;
  const names = new Map(choice.blind ? facts.conditions.map(({ id, label }) => [id, label]) : []);
  const factors = choice.blind ? [] : (set?.factors ?? []);
  const { level, freeText } = choice;
  const externalIds = choice.externalIds ? facts.configuration.recruitment.idParameters : [];
  const columns = exportColumns({ factors, freeText, level, externalIds });
  const warnings = level === "shared" ? await sharingWarnings(facts) : [];
  const rows = ratingRows(facts, names);
  return {
    columns,
    codebook: codebook(codebookStudy(facts, names), columns, warnings),
    rows:
      level === "shared"
        ? sharedRows(rows, (kind) => `${kind[0]}_${base32(randomBytes(10))}`)
        : rows,
  };
}

/** What in a shared export could still point to a person: rare combinations of what is known. */
export async function sharingWarnings(facts: StudyFacts): Promise<string[]> {
  const sql = await plainSql();
  const cells = await sql<PeopleCell[]>`
    select jsonb_strip_nulls(jsonb_build_object('language', language, 'machine', machine,
      'listening_device', device, 'participant_group', "group")) as values, count(distinct participant_id)::int as participants
    from sessions where study_id = ${facts.id} and mode = ${facts.mode} and status in ('complete', 'abandoned', 'active')
    group by language, machine, device, "group" order by 2, 1`;
  return smallCellWarnings(cells);
}

function codebookStudy(facts: StudyFacts, names: Map<string, string>) {
  return {
    slug: facts.slug,
    title: facts.name,
    mode: facts.mode,
    dimensions: facts.configuration.dimensions.map((dimension) => ({
      id: dimension.id,
      name: inLanguage(dimension.name, "en"),
      question: inLanguage(dimension.question, "en"),
      min: dimension.low,
      max: dimension.high,
      low: inLanguage(dimension.lowLabel, "en"),
      high: inLanguage(dimension.highLabel, "en"),
    })),
    conditions: facts.conditions.map(({ id }) => names.get(id) ?? id),
  };
}

interface RatingRow extends Omit<ExportRow, "givenAt" | "sessionCompletedAt"> {
  givenAt: Date;
  sessionCompletedAt: Date | null;
  factors: Record<string, Cell>;
}

async function* ratingRows(
  facts: StudyFacts,
  names: Map<string, string>,
): AsyncGenerator<ExportRow[]> {
  const sql = await plainSql();
  const cursor = sql<RatingRow[]>`
    select s.participant_id as participant, s.id as session, t.stimulus_id as stimulus, st.item, st.condition,
      r.dimension, r.value as rating, t.kind as "trialKind", t.position, v.number as "studyVersion", s.mode,
      t.id as trial, t.block, array_position(s.dimension_order, r.dimension) as "dimensionPosition",
      r.received_at as "givenAt", s.status as "sessionStatus", s.completed_at as "sessionCompletedAt",
      e.reason as "exclusionReason", s.language, s.device as "listeningDevice", s.machine,
      s.group as "participantGroup", p.plays, p.seeks, p.pauses, p.coverage as "heardShare",
      p.first_play_ms as "firstPlayMs", p.hidden_ms as "hiddenMs", (p.rated_ms->>r.dimension)::float8 as "ratedMs",
      coalesce(p.late, false) as late, p.sample_rate as "sampleRate", st.role, nullif(t.comment, '') as comment,
      st.factors, s.started_at as "startedAt", pa.recruitment as "externalIds"
    from sessions s
    join participants pa on pa.id = s.participant_id
    join study_versions v on v.id = s.version_id
    join trials t on t.session_id = s.id
    join ratings r on r.trial_id = t.id
    join stimuli st on st.set_id = t.set_id and st.id = t.stimulus_id
    left join receipts p on p.trial_id = t.id
    left join exclusions e on e.session_id = s.id and e.undone_at is null
    where s.study_id = ${facts.id} and s.mode = ${facts.mode}
    order by s.id, (t.kind = 'practice') desc, t.position, r.dimension`.cursor(BATCH);
  for await (const rows of cursor) {
    yield rows.map((row) => ({
      ...row,
      study: facts.slug,
      condition: names.get(row.condition) ?? row.condition,
    }));
  }
}
