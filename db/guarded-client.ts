import { AsyncLocalStorage } from "node:async_hooks";
import type postgres from "postgres";

type Query = Parameters<postgres.Sql["unsafe"]>;
type Work<T> = (tx: postgres.TransactionSql) => Promise<T>;

/** The transaction that the present call belongs to. */
interface Transaction {
  /** It has not been told how it came out. */
  open: boolean;
  /** Its connection is gone. */
  ended: boolean;
}

const transactions = new AsyncLocalStorage<Transaction>();

/** The driver's code for a connection that went away under a query. */
const ENDED = { code: "CONNECTION_CLOSED" };

/**
 * A client for drizzle, which asks for `unsafe` and `begin` alone, without what the driver leaves open:
 *
 * A connection that ends inside a transaction: the driver fails the transaction, but what the work
 * still asks of it, and its own `rollback` or `commit`, go into a socket that is gone, which throws
 * outside of any query (github.com/porsager/postgres/issues/1208).
 *
 * A connection that the server ended: its last words are kept, and the next query that would open
 * it again is answered with them, unsent.
 *
 * A transaction whose work asks the pool for a second connection: as many of those as the pool has
 * connections wait for each other for ever, so the first one is refused.
 * @param connections how many the pool has at most
 * @throws Error from a query that asks for a second connection inside a transaction
 */
export function guardedClient(client: postgres.Sql, connections: number): postgres.Sql {
  const { begin, unsafe } = client;
  const begun = async <T>(work: Work<T>): Promise<T> => {
    const own: Transaction = { open: true, ended: false };
    try {
      const guarded = (tx: postgres.TransactionSql) => unlessEnded(own, tx, work);
      return (await begin((tx) => transactions.run(own, () => guarded(tx)))) as T;
    } finally {
      Object.assign(own, { open: false, ended: true });
    }
  };
  const guardedBegin = <T>(work: Work<T>): Promise<T> => {
    refuseInside();
    let started = false;
    const once: Work<T> = (tx) => {
      started = true;
      return work(tx);
    };
    return untilSent(
      connections,
      () => begun(once),
      () => started,
    );
  };
  const guardedUnsafe = asked((query, values) => {
    refuseInside();
    const ask = () => answerTo(unsafe(...query), values);
    return untilSent(connections, ask, () => false, query[0]);
  });
  // The driver's own `begin` goes on asking the client itself.
  const guarded: Record<PropertyKey, unknown> = { begin: guardedBegin, unsafe: guardedUnsafe };
  return new Proxy(client, {
    get: (target, name) => guarded[name] ?? Reflect.get(target, name),
  });
}

function refuseInside(): void {
  if (!transactions.getStore()?.open) return;
  throw new Error("expected the transaction's own `db` inside of a transaction, got the pool's");
}

/** What drizzle asks of a query: to be waited for, as objects or as lists of values. */
function asked(run: (query: Query, values: boolean) => Promise<unknown>) {
  return (...query: Query) => ({
    // biome-ignore lint/suspicious/noThenProperty: the driver's queries are waited for themselves
    then: (...told: Parameters<Promise<unknown>["then"]>) =>
      promised(() => run(query, false)).then(...told),
    values: () => promised(() => run(query, true)),
  });
}

async function promised<T>(run: () => Promise<T>): Promise<T> {
  return run();
}

async function answerTo(query: ReturnType<postgres.Sql["unsafe"]>, values: boolean) {
  return values ? query.values() : query;
}

/** Asks again where the answer was a server's last words to an earlier query of that connection. */
async function untilSent<T>(
  connections: number,
  ask: () => Promise<T>,
  sent: () => boolean,
  text?: string,
): Promise<T> {
  for (let left = connections; ; left--) {
    try {
      return await ask();
    } catch (error) {
      if (left === 0 || sent() || !(isLastWord(error) || isOfAnother(error, text))) throw error;
    }
  }
}

/** A query that a server's end meets is told of the closed connection, never of its reason. */
function isLastWord(error: unknown): boolean {
  const { severity, code = "" } = error as { severity?: string; code?: string };
  return severity === "FATAL" && /^57P0[12]$/.test(code);
}

/** A connection that never stood is told with the text of the query that it was opened for. */
function isOfAnother(error: unknown, text: string | undefined): boolean {
  const { code, query } = error as { code?: string; query?: string };
  return code === "CONNECT_TIMEOUT" && text !== undefined && query !== undefined && query !== text;
}

/**
 * The work's outcome, or nothing ever where the connection has ended: whoever waits for the
 * transaction has been told by then, and the driver must not go on with it.
 */
async function unlessEnded<T>(
  own: Transaction,
  tx: postgres.TransactionSql,
  work: Work<T>,
): Promise<T> {
  const never = () => new Promise<never>(() => {});
  guardTransaction(own, tx);
  try {
    const outcome = await work(tx);
    return own.ended ? await never() : outcome;
  } catch (error) {
    // The driver tells of the end within the turn of the event loop in which the query failed.
    await new Promise(setImmediate);
    if (own.ended) await never();
    throw error;
  }
}

/** Queries of a transaction go out only while its connection stands. */
function guardTransaction(own: Transaction, tx: postgres.TransactionSql): void {
  const { unsafe } = tx;
  const guarded = asked(async (query, values) => {
    if (own.ended) throw Object.assign(new Error("the connection has ended"), ENDED);
    try {
      return await answerTo(unsafe(...query), values);
    } catch (error) {
      own.ended ||= (error as { code?: unknown }).code === ENDED.code;
      throw error;
    }
  });
  Object.assign(tx, { unsafe: guarded, savepoint: refuseSavepoint });
}

function refuseSavepoint(): never {
  throw new Error(
    "expected `withTransaction`, which joins the outer transaction, got a second one",
  );
}
