import { zipSync } from "fflate";
import { afterEach, describe, expect, it, vi } from "vitest";
import { SAMPLE_RATE } from "@/lib/audio/types";
import { wavBytes } from "@/lib/audio/wav";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { cancelJob, queueJob } from "@/lib/services/job/queue-job";
import { keepUpload } from "@/lib/services/set/uploaded-archive";
import { SET_FROM_UPLOAD_JOB, type UploadRequest } from "@/lib/stimuli/upload-request";
import { ownDatabase } from "@/tests/factories/test-database";
import { WorkerProcess } from "@/tests/factories/worker-process";

// Workers fall silent for half a minute before their job is given to another.
vi.setConfig({ testTimeout: 300_000 });

const database = ownDatabase();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const workers: WorkerProcess[] = [];

afterEach(async () => {
  await Promise.all(workers.splice(0).map((worker) => worker.kill()));
});

async function startWorker(): Promise<WorkerProcess> {
  const worker = await WorkerProcess.start({ DATABASE_URL: database.current.url });
  workers.push(worker);
  return worker;
}

/** One second of sound, another one for each number. */
function tone(number: number): Uint8Array {
  const left = Float32Array.from(
    { length: SAMPLE_RATE },
    (_, i) => 0.3 * Math.sin((2 * Math.PI * (200 + 10 * number) * i) / SAMPLE_RATE),
  );
  return wavBytes({ left, right: left.slice() });
}

let asked = 0;

/** Asks for a set of so many uploaded clips. */
async function queueSet(clips: number): Promise<string> {
  const number = asked++;
  const names = Array.from({ length: clips }, (_, i) => `${i}.wav`);
  // Every set has a sound of its own: equal sets would be one and the same.
  const sounds = names.map((name, i) => [name, tone(i === 0 ? 100 + number : i)] as const);
  const uploadId = await keepUpload(zipSync(Object.fromEntries(sounds)), "cli");
  const request: UploadRequest = {
    name: `set ${number}`,
    table: `file,condition,item\n${names.map((name, i) => `${name},${i % 2 ? "A" : "B"},${i}`).join("\n")}\n`,
    uploadId,
    loudness: "normalise",
    instrument: "organ",
  };
  return (await queueJob(SET_FROM_UPLOAD_JOB, request, CLI_ACTOR)).id;
}

interface JobRow {
  status: string;
  attempts: number;
  progress: number;
  error: string | null;
  result: { setId: string } | null;
  worker: string | null;
}

async function jobRow(id: string): Promise<JobRow> {
  const [row] = await database.current.plain<JobRow[]>`
    select status, attempts, progress, error, result, worker_id as worker from jobs where id = ${id}`;
  return row!;
}

async function until(what: string, check: () => Promise<boolean>, seconds = 240): Promise<number> {
  const began = Date.now();
  while (!(await check())) {
    if (Date.now() - began > seconds * 1000) throw new Error(`waited ${seconds} s for ${what}`);
    await pause(50);
  }
  return (Date.now() - began) / 1000;
}

/** Stimuli of the sets that a job made. */
const madeBy = (job: string) =>
  database.current.plain<{ id: string; set: string }[]>`
    select t.id, s.id as set from stimulus_sets s left join stimuli t on t.set_id = s.id where s.job_id = ${job}`;

async function midway(id: string): Promise<void> {
  await until("the middle of the job", async () => {
    const { status, progress, error } = await jobRow(id);
    if (status !== "queued" && status !== "running") throw new Error(`${status}: ${error}`);
    return progress > 0.15;
  });
}

describe("worker processes", () => {
  it("one is killed in the middle of a job: another finishes it within a minute, once", async () => {
    const clips = 48;
    const first = await startWorker();
    const id = await queueSet(clips);
    await until("the first worker", async () => (await jobRow(id)).worker === first.id);
    const second = await startWorker();
    await midway(id);
    expect(await jobRow(id)).toMatchObject({ status: "running", worker: first.id });
    await first.kill();
    expect(await madeBy(id)).toHaveLength(0);
    const seconds = await until("another worker", async () => {
      const { status } = await jobRow(id);
      // While it is not done nothing of the set can be seen.
      if (status !== "done") {
        const seen = await madeBy(id);
        expect([0, clips]).toContain(seen.length);
      }
      return status === "done" || status === "failed";
    });
    process.stdout.write(`taken over and finished ${seconds.toFixed(1)} s after kill -9\n`);
    expect(await jobRow(id)).toMatchObject({
      status: "done",
      attempts: 2,
      error: null,
      worker: second.id,
    });
    expect(seconds).toBeLessThan(60);
    const made = await madeBy(id);
    expect(new Set(made.map((row) => row.set)).size).toBe(1);
    expect(made).toHaveLength(clips);
    expect(new Set(made.map((row) => row.id)).size).toBe(clips);
  });

  it("two of them do each of ten jobs once", async () => {
    const ids: string[] = [];
    for (let i = 0; i < 10; i++) ids.push(await queueSet(2));
    await Promise.all([startWorker(), startWorker()]);
    await until("ten jobs", async () => {
      const rows = await Promise.all(ids.map(jobRow));
      return rows.every(({ status }) => status === "done" || status === "failed");
    });
    for (const id of ids) {
      expect(await jobRow(id)).toMatchObject({ status: "done", attempts: 1, error: null });
      expect(await madeBy(id)).toHaveLength(2);
    }
  });

  it("a cancelled job stops within 5 s and leaves nothing", async () => {
    await startWorker();
    const id = await queueSet(120);
    await midway(id);
    await cancelJob(id, CLI_ACTOR);
    const seconds = await until("the end", async () => (await jobRow(id)).status !== "running");
    process.stdout.write(`cancelled after ${seconds.toFixed(1)} s\n`);
    expect((await jobRow(id)).status).toBe("cancelled");
    expect(seconds).toBeLessThan(5);
    await pause(2000);
    expect(await madeBy(id)).toHaveLength(0);
  });
});
