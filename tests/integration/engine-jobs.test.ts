import { describe, expect, it } from "vitest";
import { z } from "zod";
import { defineJob } from "@/lib/jobs/job-definition";
import { startWorker } from "@/lib/jobs/worker";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { freeSilentJobs, takeJob } from "@/lib/services/job/hold-job";
import { cancelJob, retryJob } from "@/lib/services/job/queue-job";
import { ownDatabase } from "@/tests/factories/test-database";
import { queueTestJob } from "@/tests/factories/test-jobs";

const database = ownDatabase();
const runs: string[] = [];
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const registry = {
  note: defineJob(z.strictObject({ name: z.string() }), async ({ name }, context) => {
    runs.push(name);
    context.progress({ stage: "noting", done: 1, total: 2 });
    context.log(`noted ${name}`);
    await pause(50);
    return { name };
  }),
  wait: defineJob(z.strictObject({}), async (_, { signal }) => {
    while (!signal.aborted) await pause(50);
  }),
  fail: defineJob(z.strictObject({}), async () => {
    throw new Error("no such thing");
  }),
};

const worker = () => startWorker({ say: () => {}, registry, address: database.current.url });

async function jobs() {
  return database.current
    .plain`select id, status, attempts, progress, message, log, result, error from jobs order by created_at`;
}

async function until(check: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + 30_000;
  while (!(await check())) {
    if (Date.now() > limit) throw new Error("waited 30 s in vain");
    await pause(100);
  }
}

const statusOf = async (id: string) => (await jobs()).find((job) => job.id === id)!.status;

describe("jobs", () => {
  it("two workers do each of ten jobs once", async () => {
    const names = Array.from({ length: 10 }, (_, i) => `n${i}`);
    for (const name of names) await queueTestJob("note", { name });
    const workers = [await worker(), await worker()];
    await until(async () => (await jobs()).every((job) => job.status === "done"));
    await Promise.all(workers.map((one) => one.stop()));
    expect([...runs].sort()).toEqual(names);
    for (const job of await jobs()) {
      expect(job).toMatchObject({ attempts: 1, progress: 1, message: "noting, 1 of 2" });
      expect(job.result).toEqual({ name: expect.any(String) });
      expect(job.log).toEqual(["noting", `noted ${(job.result as { name: string }).name}`]);
    }
  });

  it("a silent worker's job is done by another, a queued one waits for a worker", async () => {
    const { id } = await queueTestJob("note", { name: "silent" });
    await takeJob(id, "worker_gone");
    expect(await freeSilentJobs()).toBe(0);
    await database.current
      .plain`update jobs set heartbeat_at = now() - interval '31 seconds' where id = ${id}`;
    const one = await worker();
    await until(async () => (await statusOf(id)) === "done");
    await one.stop();
    expect((await jobs()).find((job) => job.id === id)).toMatchObject({ attempts: 2 });
    expect(runs.filter((name) => name === "silent")).toHaveLength(1);
  });

  it("cancelling stops a running job within 5 s; a retry queues it again", async () => {
    const { id } = await queueTestJob("wait", {});
    const one = await worker();
    await until(async () => (await statusOf(id)) === "running");
    const asked = Date.now();
    await cancelJob(id, CLI_ACTOR);
    await until(async () => (await statusOf(id)) === "cancelled");
    expect(Date.now() - asked).toBeLessThan(5000);
    await retryJob(id, CLI_ACTOR);
    await until(async () => (await statusOf(id)) === "running");
    await one.stop();
    expect(await statusOf(id)).toBe("queued");
    await cancelJob(id, CLI_ACTOR);
    expect(await statusOf(id)).toBe("cancelled");
  });

  it("tells why a job failed, also when its input or kind is wrong", async () => {
    const one = await worker();
    const failing = await queueTestJob("fail", {});
    const wrong = await queueTestJob("note", { name: 5 });
    const unknown = await queueTestJob("dance", {});
    for (const { id } of [failing, wrong, unknown])
      await until(async () => (await statusOf(id)) === "failed");
    await one.stop();
    const errors = new Map((await jobs()).map((job) => [job.id, job.error]));
    expect(errors.get(failing.id)).toBe("no such thing");
    expect(errors.get(wrong.id)).toContain("expected string");
    expect(errors.get(unknown.id)).toBe("there is no kind of job called dance");
    await expect(retryJob("job_none", CLI_ACTOR)).rejects.toThrow("expected the id of a job");
  });
});
