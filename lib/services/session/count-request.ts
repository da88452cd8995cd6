import { and, eq, lt, sql } from "drizzle-orm";
import { requestAllowances, sessions } from "@/db/schema/sessions";
import { studies } from "@/db/schema/studies";
import { type Database, database } from "@/lib/services/database";
import type { Visit } from "@/lib/services/study/study-context";
import { InputError } from "@/lib/shared/invariant";
import { secretDigest } from "./session-secrets";

/** Requests that may come at once, and the milliseconds in which one comes back. */
interface Allowance {
  burst: number;
  everyMs: number;
}

/** A page asks a few times a minute; many people may share the address of a school or a firm. */
const OF_ONE_CALLER: Allowance = { burst: 60, everyMs: 200 };
/** Where no proxy tells addresses, all who have no session yet share one allowance for each study. */
const OF_ALL_STRANGERS: Allowance = { burst: 120, everyMs: 50 };

/**
 * Counts a participant's request, for all site processes together. What counts is what the server
 * knows: the session, if the cookie belongs to one, otherwise the address. A declared clock lets
 * simulated participants through, on studies that take one.
 * @param address as the trusted proxy names it; null where there is none
 * @throws InputError "too many requests" with the seconds to wait
 */
export async function countRequest(visit: Visit, address: string | null): Promise<void> {
  const db = await database();
  const known = await knownOf(db, visit);
  if (visit.declaredNow !== null && known && known.mode !== "live") return;
  if (known?.session) return spend(db, `session ${known.session}`, OF_ONE_CALLER);
  if (address !== null) return spend(db, `address ${address}`, OF_ONE_CALLER);
  return spend(db, `strangers of ${known?.study ?? "no study"}`, OF_ALL_STRANGERS);
}

async function knownOf(db: Database, { slug, secret }: Visit) {
  const own = and(
    eq(sessions.studyId, studies.id),
    eq(sessions.secretSha256, secretDigest(secret ?? "")),
  );
  const [known] = await db
    .select({ study: studies.id, mode: studies.mode, session: sessions.id })
    .from(studies)
    .leftJoin(sessions, own)
    .where(eq(studies.slug, slug));
  return known;
}

/**
 * The generic cell rate algorithm (ITU-T I.371, annex A) in one statement: each request moves the
 * moment at which the allowance is whole again; a request that would move it too far is refused and
 * moves nothing.
 */
async function spend(db: Database, caller: string, { burst, everyMs }: Allowance): Promise<void> {
  const step = sql`${`${everyMs} milliseconds`}::interval`;
  const limit = sql`now() + ${`${everyMs * (burst - 1)} milliseconds`}::interval`;
  const { wholeAt } = requestAllowances;
  const spent = await db
    .insert(requestAllowances)
    .values({ caller, wholeAt: sql`now() + ${step}` })
    .onConflictDoUpdate({
      target: requestAllowances.caller,
      set: { wholeAt: sql`greatest(${wholeAt}, now()) + ${step}` },
      setWhere: sql`${wholeAt} <= ${limit}`,
    })
    .returning({ caller: requestAllowances.caller });
  if (spent.length > 0) return;
  const [row] = await db
    .select({ seconds: sql<number>`extract(epoch from ${wholeAt} - (${limit}))::float8` })
    .from(requestAllowances)
    .where(eq(requestAllowances.caller, caller));
  const retryAfter = Math.max(1, Math.ceil(row?.seconds ?? 1));
  throw new InputError(`too many requests: try again in ${retryAfter} s`, {
    code: "too many requests",
    retryAfter,
  });
}

/** Forgets callers whose allowance has been whole for an hour; the number of them. */
export async function dropOldAllowances(): Promise<number> {
  const db = await database();
  const gone = await db
    .delete(requestAllowances)
    .where(lt(requestAllowances.wholeAt, sql`now() - interval '1 hour'`))
    .returning({ caller: requestAllowances.caller });
  return gone.length;
}
