import type { ExportRow } from "./export-row";
import type { RowBatches } from "./write-ratings";

/** Makes an id that says nothing: called once for each stored person, session and trial. */
export type DrawId = (kind: "participant" | "session" | "trial", stored: string) => string;

/**
 * The rows with new ids in place of the stored ones, the same for the same person throughout, and
 * without what a shared export never holds. Participants' ids are kept in memory; those of sessions
 * and trials only while their rows pass (rows come session by session, trial by trial).
 */
export async function* sharedRows(batches: RowBatches, draw: DrawId): AsyncGenerator<ExportRow[]> {
  const people = new Map<string, string>();
  const latest = { session: ["", ""], trial: ["", ""] };
  const passing = (kind: "session" | "trial", stored: string): string => {
    if (latest[kind][0] !== stored) latest[kind] = [stored, draw(kind, stored)];
    return latest[kind][1]!;
  };
  for await (const rows of batches) {
    yield rows.map((row) => {
      const participant = people.get(row.participant) ?? draw("participant", row.participant);
      people.set(row.participant, participant);
      return {
        ...row,
        participant,
        session: passing("session", row.session),
        trial: passing("trial", row.trial),
        comment: null,
        externalIds: {},
      };
    });
  }
}

/** Fewer people than this in one cell may be recognised by someone who knows them. */
export const SMALL_CELL = 5;

/** How many participants share a combination of what is known of them. */
export interface PeopleCell {
  values: Record<string, string>;
  participants: number;
}

/** Warnings about combinations that few participants share, for the codebook and the page. */
export function smallCellWarnings(cells: readonly PeopleCell[]): string[] {
  return cells
    .filter(({ participants }) => participants > 0 && participants < SMALL_CELL)
    .map(({ values, participants }) => {
      const named = Object.entries(values).map(([name, value]) => `${name} ${value}`);
      const people = participants === 1 ? "1 participant has" : `${participants} participants have`;
      return `${people} ${named.join(", ")}: someone who knows them may recognise them. Think of leaving these columns out before you share.`;
    });
}
