import { plainSql } from "@/lib/services/database";
import { type ListPage, type ListRequest, likePattern, pageOf } from "@/lib/services/list-page";
import { CHAIN_START, type ChainedEntry, type ChainFault, chainFault } from "./audit-chain";

/** Columns that the audit log sorts by. */
export const AUDIT_SORTS = ["number"] as const;

/** One page of the audit log, searched by person, act and object. */
export async function auditLog(request: ListRequest): Promise<ListPage<ChainedEntry>> {
  const sql = await plainSql();
  const pattern = likePattern(request.search);
  const rows = await sql<(ChainedEntry & { total: number })[]>`
    select number::int, occurred_at as "occurredAt", actor_id as "actorId", actor_name as "actorName", act,
      object_kind as "objectKind", object_id as "objectId", before, after, previous_hash as "previousHash", hash,
      count(*) over ()::int as total
    from audit_entries
    where actor_name ilike ${pattern} or act ilike ${pattern} or object_id ilike ${pattern} or object_kind ilike ${pattern}
    order by number ${request.descending ? sql`desc` : sql`asc`}
    limit ${request.size} offset ${(request.page - 1) * request.size}`;
  return pageOf(rows);
}

/** Entries checked at a time. */
const BATCH = 1_000;

/** Recomputes the whole chain. @returns how many entries were checked and the first fault, if any */
export async function checkAuditLog(): Promise<{ checked: number; fault: ChainFault | null }> {
  const sql = await plainSql();
  let checked = 0;
  let previous = CHAIN_START;
  const cursor = sql<ChainedEntry[]>`
    select number::int, occurred_at as "occurredAt", actor_id as "actorId", actor_name as "actorName", act,
      object_kind as "objectKind", object_id as "objectId", before, after, previous_hash as "previousHash", hash
    from audit_entries order by number`.cursor(BATCH);
  for await (const entries of cursor) {
    const fault = chainFault(entries, previous, checked + 1);
    if (fault) return { checked, fault };
    checked += entries.length;
    previous = entries.at(-1)?.hash ?? previous;
  }
  return { checked, fault: null };
}
