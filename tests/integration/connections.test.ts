import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Connection, connect, withTransaction } from "@/db/client";
import { studies } from "@/db/schema/studies";
import { ratingsCsv } from "@/lib/export/write-ratings";
import { scoreFigureSvg } from "@/lib/figures/score-figure";
import { exportRatings } from "@/lib/services/export/export-ratings";
import { exportStream } from "@/lib/services/export/export-stream";
import { queueJob } from "@/lib/services/job/queue-job";
import { retestAgreement } from "@/lib/services/result/breakdown";
import { analysisState, askForAnalysis } from "@/lib/services/result/kept-analysis";
import { studyFigure } from "@/lib/services/result/score-figure";
import { studyFacts } from "@/lib/services/study/study-facts";
import { studyProgress } from "@/lib/services/study/study-progress";
import { addSessions, ratedStudy } from "@/tests/factories/rated-study";
import { ownDatabase } from "@/tests/factories/test-database";

const database = ownDatabase();
const ACTOR = { id: "ach_test", name: "Test" };
/** Fewer connections than callers: whoever holds one and waits for another would wait for ever. */
const CONNECTIONS = 2;
let small: Connection;

beforeAll(async () => {
  small = connect(database.current.url, { connections: CONNECTIONS });
  Object.assign(globalThis, { studyConnection: Promise.resolve(small) });
});
afterAll(() => small?.close());

async function text(pieces: AsyncIterable<string | Uint8Array>): Promise<string> {
  let all = "";
  for await (const piece of pieces) all += piece;
  return all;
}

describe("more callers than connections", () => {
  it("eight ask for the models of one study at once: one job, seven are told of it", async () => {
    await ratedStudy({ slug: "asked", participants: 3 });
    const facts = await studyFacts("asked", { names: true });
    const jobs = await Promise.all(Array.from({ length: 8 }, () => askForAnalysis(facts, ACTOR)));
    expect(jobs.filter((job) => job !== null)).toHaveLength(1);
    expect((await analysisState(facts)).work).toMatchObject({ kind: "under way" });
  });

  it("twenty results pages and six exports at once: all answer, with the same numbers", async () => {
    await ratedStudy({ slug: "crowded", participants: 45 });
    const page = async () => {
      const facts = await studyFacts("crowded", { names: true });
      const request = { spread: "sd" as const, selection: "plan" as const, stamps: [] };
      const [{ figure }] = await Promise.all([
        studyFigure(facts, request),
        analysisState(facts),
        studyProgress(facts),
        retestAgreement(facts),
      ]);
      return scoreFigureSvg(figure);
    };
    const download = async () =>
      text(await exportStream("crowded", { format: "csv", freeText: true }));
    const [pages, files] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, page)),
      Promise.all(Array.from({ length: 6 }, download)),
    ]);
    expect(new Set(pages).size).toBe(1);
    expect(new Set(files).size).toBe(1);
    expect(files[0]!.trim().split("\n")).toHaveLength(1 + 45 * 12 * 2);
  });

  it("a download whose reader has stopped reading keeps nobody waiting, and tells of its own moment", async () => {
    const study = await ratedStudy({ slug: "slow-reader", participants: 45 });
    const facts = await studyFacts("slow-reader", { names: true });
    const choice = { freeText: false, blind: false, level: "private", externalIds: false } as const;
    const halves = await Promise.all(
      Array.from({ length: 6 }, async () => {
        const { columns, rows } = await exportRatings(facts, choice);
        const reader = ratingsCsv(columns, rows)[Symbol.asyncIterator]();
        const first = (await reader.next()).value + (await reader.next()).value;
        return { reader, first };
      }),
    );
    await addSessions(study, 100, 30);
    expect((await studyFacts("slow-reader")).completed).toBe(75);
    for (const { reader, first } of halves) {
      const whole = first + (await text({ [Symbol.asyncIterator]: () => reader }));
      expect(whole.trim().split("\n")).toHaveLength(1 + 45 * 12 * 2);
    }
  });
});

describe("transactions", () => {
  it("refuse a second connection, and a transaction inside, before anybody can wait for it", async () => {
    const { db } = small;
    const reasonOf = (work: (tx: Connection["db"]) => Promise<unknown>) =>
      withTransaction(db, work).then(
        () => "nothing",
        ({ cause, message }: Error) => (cause instanceof Error ? cause.message : message),
      );
    const second = "expected the transaction's own `db` inside of a transaction, got the pool's";
    expect(await reasonOf(async () => db.select().from(studies).limit(1))).toBe(second);
    expect(await reasonOf(async () => db.transaction(async () => {}))).toBe(second);
    expect(
      await reasonOf(() =>
        queueJob("analyse-study", { study: "x", sha256: "x", blind: false }, ACTOR),
      ),
    ).toBe(second);
    expect(await reasonOf((tx) => tx.transaction(async () => {}))).toContain("`withTransaction`");
  });

  it("join an outer one: what is written inside goes with it", async () => {
    const { db } = small;
    const { id } = await ratedStudy({ slug: "joined", participants: 0 });
    const rename = withTransaction(db, async (tx) => {
      await withTransaction(tx, async (inner) => {
        await inner.update(studies).set({ name: "Renamed" }).where(eq(studies.id, id));
      });
      throw new Error("the outer one fails");
    });
    await expect(rename).rejects.toThrow("the outer one fails");
    expect((await studyFacts("joined")).name).toBe("Study joined");
  });
});

/** Ends a connection from outside, as an administrator or a restart does. */
async function endConnection(pid: number): Promise<void> {
  const { plain } = database.current;
  await plain`select pg_terminate_backend(${pid})`;
  for (;;) {
    const [left] = await plain`select 1 from pg_stat_activity where pid = ${pid}`;
    if (!left) return;
  }
}

describe("a connection that ends inside a transaction", () => {
  const pidOf = async (tx: Connection["db"]) =>
    (await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`))[0]!.pid;
  const turn = () => new Promise(setImmediate);

  it.each([
    ["while the work does something else, then asks again", "asks"],
    ["while the work does something else, then is done", "done"],
    ["while the work does something else, then fails of itself", "fails"],
    ["under a query", "under"],
    ["under a query whose failure the work passes over", "passes over"],
  ])("%s: the transaction fails, the process and the pool go on", async (_, how) => {
    const uncaught: unknown[] = [];
    const note = (error: unknown) => uncaught.push(error);
    process.on("uncaughtException", note);
    let told = false;
    const work = withTransaction(small.db, async (tx) => {
      const pid = await pidOf(tx);
      if (how === "under" || how === "passes over") {
        const sleeping = tx.execute(sql`select pg_sleep(60)`);
        const ended = endConnection(pid);
        if (how === "under") await sleeping;
        else await sleeping.catch(() => {});
        await ended;
        await tx.execute(sql`select 1`);
        return;
      }
      await endConnection(pid);
      while (!told) await turn();
      if (how === "asks") await tx.execute(sql`select 1`);
      if (how === "fails") throw new Error("of itself");
    });
    const failed = await work.then(
      () => null,
      (error: Error & { code?: string; cause?: { code?: string } }) => {
        told = true;
        return error;
      },
    );
    expect(failed?.code ?? failed?.cause?.code).toBe("CONNECTION_CLOSED");
    for (let i = 0; i < 20; i++) await turn();
    const answers = await Promise.all(
      Array.from({ length: 3 * CONNECTIONS }, () => small.db.execute(sql`select 1 as one`)),
    );
    expect(answers.map(([row]) => row)).toEqual(answers.map(() => ({ one: 1 })));
    process.off("uncaughtException", note);
    expect(uncaught).toEqual([]);
  });
});
