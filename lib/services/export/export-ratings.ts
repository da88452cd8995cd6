import { randomBytes } from "node:crypto";
import { and, countDistinct, eq, inArray, sql } from "drizzle-orm";
import { sessions } from "@/db/schema/sessions";
import { stimulusSets } from "@/db/schema/stimuli";
import { type Codebook, codebook } from "@/lib/export/codebook";
import {
  type ExportColumn,
  type ExportLevel,
  type ExportRow,
  exportColumns,
} from "@/lib/export/columns";
import {
  type DrawId,
  type PeopleCell,
  sharedRows,
  smallCellWarnings,
} from "@/lib/export/shared-level";
import { database } from "@/lib/services/database";
import { ratingRows } from "@/lib/services/result/rating-rows";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import { base32 } from "@/lib/shared/ids";
import { inLanguage } from "@/lib/study/local-text";

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

/** All ratings of a study in a fixed order (session, trial, dimension), streamed. */
export async function exportRatings(
  facts: StudyFacts,
  choice: ExportChoice,
): Promise<RatingsExport> {
  const db = await database();
  const [set] = await db
    .select({ details: stimulusSets.details })
    .from(stimulusSets)
    .where(eq(stimulusSets.id, facts.setId));
  const names = new Map(choice.blind ? facts.conditions.map(({ id, label }) => [id, label]) : []);
  const factors = choice.blind ? [] : (set?.details.factors ?? []);
  const { level, freeText } = choice;
  const externalIds = choice.externalIds ? facts.configuration.recruitment.idParameters : [];
  const columns = exportColumns({ factors, freeText, level, externalIds });
  const warnings = level === "shared" ? await sharingWarnings(facts) : [];
  const rows = ratingRows(facts, names);
  return {
    columns,
    codebook: codebook(codebookStudy(facts, names), columns, warnings),
    rows: level === "shared" ? sharedRows(rows, sharedIds()) : rows,
  };
}

/** Bytes of one new id, and for how many ids chance is asked at once: it has its price for each call. */
const ID_BYTES = 10;
const DRAWN_AT_ONCE = 1_000;

/** Draws ids of 80 random bits, for example `p_8m3…`. */
export function sharedIds(): DrawId {
  let bytes = new Uint8Array(0);
  return (kind) => {
    if (bytes.length === 0) bytes = randomBytes(ID_BYTES * DRAWN_AT_ONCE);
    const own = bytes.subarray(0, ID_BYTES);
    bytes = bytes.subarray(ID_BYTES);
    return `${kind[0]}_${base32(own)}`;
  };
}

/** What in a shared export could still point to a person: rare combinations of what is known. */
export async function sharingWarnings(facts: StudyFacts): Promise<string[]> {
  const db = await database();
  const { language, machine, device, group } = sessions;
  const cells: PeopleCell[] = await db
    .select({
      values: sql<
        PeopleCell["values"]
      >`jsonb_strip_nulls(jsonb_build_object('language', ${language},
        'machine', ${machine}, 'listening_device', ${device}, 'participant_group', ${group}))`.as(
        "values",
      ),
      participants: countDistinct(sessions.participantId).as("participants"),
    })
    .from(sessions)
    .where(
      and(
        eq(sessions.studyId, facts.id),
        eq(sessions.mode, facts.mode),
        inArray(sessions.status, ["complete", "abandoned", "active"]),
      ),
    )
    .groupBy(language, machine, device, group)
    .orderBy(({ participants, values }) => [participants, values]);
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
