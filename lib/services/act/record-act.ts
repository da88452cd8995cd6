import { desc } from "drizzle-orm";
import { auditEntries } from "@/db/schema/staff";
import { type Database, database, withTransaction } from "@/lib/services/database";
import { advisoryLock } from "@/lib/services/sql-terms";
import { CHAIN_START, chainHash } from "./audit-chain";

/** Who acts: an account holder, or the command line or system itself. */
export interface Actor {
  id: string;
  name: string;
}

/** The actor of commands given in a terminal. */
export const CLI_ACTOR: Actor = { id: "cli", name: "command line" };

/** The actor of what the system does by itself. */
export const SYSTEM_ACTOR: Actor = { id: "system", name: "system" };

/** What was done, on what, and how it stood before and after. */
export interface Act {
  /** For example `study.launch`. */
  act: string;
  objectKind: string;
  objectId: string;
  before?: unknown;
  after?: unknown;
}

/** One writer at a time keeps the chain straight. */
const CHAIN_LOCK = "audit chain";

/**
 * Writes one act into the audit log, chained to the one before it.
 * @param within the transaction where the act itself happens, so that both stand or fall together
 */
export async function recordAct(actor: Actor, act: Act, within?: Database): Promise<void> {
  await withTransaction(within ?? (await database()), async (tx) => {
    await tx.execute(advisoryLock(CHAIN_LOCK));
    const [last] = await tx
      .select({ number: auditEntries.number, hash: auditEntries.hash })
      .from(auditEntries)
      .orderBy(desc(auditEntries.number))
      .limit(1);
    const content = {
      number: (last?.number ?? 0) + 1,
      occurredAt: new Date(),
      actorId: actor.id,
      actorName: actor.name,
      act: act.act,
      objectKind: act.objectKind,
      objectId: act.objectId,
      before: asStored(act.before),
      after: asStored(act.after),
    };
    const previousHash = last?.hash ?? CHAIN_START;
    await tx
      .insert(auditEntries)
      .values({ ...content, previousHash, hash: chainHash(previousHash, content) });
  });
}

/** The value as JSON will give it back, so that the hash of what is read equals that of what was written. */
function asStored(value: unknown): unknown {
  return value === undefined ? null : JSON.parse(JSON.stringify(value));
}
