import { asc, desc, getTableColumns, gt } from "drizzle-orm";
import { auditEntries } from "@/db/schema/staff";
import { database } from "@/lib/services/database";
import { type ListPage, type ListRequest, pageOf, searched } from "@/lib/services/list-page";
import { totalRows } from "@/lib/services/sql-terms";
import { CHAIN_START, type ChainedEntry, type ChainFault, chainFault } from "./audit-chain";

/** Columns that the audit log sorts by. */
export const AUDIT_SORTS = ["number"] as const;

/** One page of the audit log, searched by person, act and object. */
export async function auditLog(request: ListRequest): Promise<ListPage<ChainedEntry>> {
  const db = await database();
  const { number, actorName, act, objectId, objectKind } = auditEntries;
  const rows = await db
    .select({ ...getTableColumns(auditEntries), total: totalRows() })
    .from(auditEntries)
    .where(searched(request.search, actorName, act, objectId, objectKind))
    .orderBy(request.descending ? desc(number) : asc(number))
    .limit(request.size)
    .offset((request.page - 1) * request.size);
  return pageOf(rows);
}

/** Entries checked at a time. */
const BATCH = 1_000;

/** Recomputes the whole chain. @returns how many entries were checked and the first fault, if any */
export async function checkAuditLog(): Promise<{ checked: number; fault: ChainFault | null }> {
  const db = await database();
  let checked = 0;
  let previous = CHAIN_START;
  let last = 0;
  for (;;) {
    const entries = await db
      .select()
      .from(auditEntries)
      .where(gt(auditEntries.number, last))
      .orderBy(asc(auditEntries.number))
      .limit(BATCH);
    const end = entries.at(-1);
    if (!end) return { checked, fault: null };
    const fault = chainFault(entries, previous, checked + 1);
    if (fault) return { checked, fault };
    checked += entries.length;
    previous = end.hash;
    last = end.number;
  }
}
