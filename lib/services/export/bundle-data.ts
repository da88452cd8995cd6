import { inArray } from "drizzle-orm";
import { sessions as sessionRows } from "@/db/schema/sessions";
import { type ExportColumn, exportColumns } from "@/lib/export/columns";
import { type Cell, csvHeader, csvLine } from "@/lib/export/csv";
import type { DescribedColumn } from "@/lib/export/psych-ds";
import { type DrawId, sharedRows } from "@/lib/export/shared-level";
import { ratingsCsv } from "@/lib/export/write-ratings";
import { database } from "@/lib/services/database";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import type { AnalysedSession } from "@/lib/stats/study-analysis";
import { exportRatings, sharedIds } from "./export-ratings";

/** The two tables of a bundle, whose ids agree. */
export interface BundleData {
  ratings: AsyncIterable<string>;
  sessions: string;
  columns: DescribedColumn[];
  codebook: object;
}

/** New ids that stay the same for the same stored id, across both tables. */
function stableIds(): DrawId {
  const drawn = new Map<string, string>();
  const draw = sharedIds();
  return (kind, stored) => {
    const key = `${kind} ${stored}`;
    const id = drawn.get(key) ?? draw(kind, stored);
    // Trials pass once and are many.
    if (kind !== "trial") drawn.set(key, id);
    return id;
  };
}

/** Ratings and sessions of a study at the shared level. */
export async function bundleData(
  facts: StudyFacts,
  sessions: readonly AnalysedSession[],
  rules: readonly string[],
): Promise<BundleData> {
  const draw = stableIds();
  const choice = { freeText: false, blind: false, externalIds: false };
  const { columns, codebook } = await exportRatings(facts, { ...choice, level: "shared" });
  const stored = await exportRatings(facts, { ...choice, level: "private" });
  const own = sessionColumns(rules);
  return {
    ratings: ratingsCsv(columns, sharedRows(stored.rows, draw)),
    sessions: await sessionsCsv(sessions, rules, draw),
    columns: [...(columns as ExportColumn[]), ...own],
    codebook: { ...codebook, sessions: own },
  };
}

function sessionColumns(rules: readonly string[]): DescribedColumn[] {
  const known = exportColumns({ factors: [], freeText: false, level: "shared" });
  const of = (name: string) => known.find((column) => column.name === name)!;
  const columns: DescribedColumn[] = [
    of("session"),
    of("participant"),
    { name: "complete", type: "yes/no", description: "The session was completed" },
    of("excluded"),
    ...rules.map(
      (rule, index): DescribedColumn => ({
        name: `rule_${index + 1}`,
        type: "yes/no",
        description: `Falls under the declared exclusion rule: ${rule}`,
      }),
    ),
  ];
  return columns;
}

async function sessionsCsv(
  sessions: readonly AnalysedSession[],
  rules: readonly string[],
  draw: DrawId,
): Promise<string> {
  const db = await database();
  const { id, participantId } = sessionRows;
  const wanted = sessions.map((session) => session.id);
  const people = await db
    .select({ id, participant: participantId })
    .from(sessionRows)
    .where(inArray(id, wanted));
  const participant = new Map(people.map((row) => [row.id, row.participant]));
  const lines = sessions.map(({ id, complete, excluded, rules: own }): Cell[] => [
    draw("session", id),
    draw("participant", participant.get(id) ?? id),
    complete,
    excluded,
    ...rules.map((rule) => own.includes(rule)),
  ]);
  // In the order of the new ids: the stored order would tell who came when.
  lines.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1));
  const header = sessionColumns(rules).map(({ name }) => name);
  return csvHeader(header) + lines.map(csvLine).join("");
}
