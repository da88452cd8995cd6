import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { generateSetJob } from "@/lib/jobs/generate-set";
import { startWorker } from "@/lib/jobs/worker";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { cancelJob, queueJob } from "@/lib/services/job/queue-job";
import { readStimulusSet } from "@/lib/services/set/read-stimulus-set";
import { sha256Hex } from "@/lib/shared/canonical-json";
import { dataPath } from "@/lib/shared/env";
import type { FileKind } from "@/lib/stimuli/manifest";
import { GENERATE_SET_JOB, type SetRequest } from "@/lib/stimuli/set-request";
import { ownDatabase } from "@/tests/factories/test-database";
import { queueTestJob } from "@/tests/factories/test-jobs";
import { writeUntrainedCheckpoint } from "@/tests/fixtures/models/untrained-checkpoint";

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const database = ownDatabase();
const checkpoints = fs.mkdtempSync(path.join(os.tmpdir(), "job-checkpoints-"));
const registry = { [GENERATE_SET_JOB]: generateSetJob(checkpoints) };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const REQUEST: SetRequest = {
  name: "made by a job",
  preset: "paper",
  models: ["CNN_Naive"],
  corpus: "bach",
  temperature: 1,
  seed: 3,
  items: 1,
  tempo: 240,
  instrument: "organ",
  anchors: ["human"],
  parentId: null,
};

beforeAll(async () => {
  vi.stubEnv("STUDY_BACKEND", "wasm");
  await writeUntrainedCheckpoint(checkpoints, { primers: 5 });
});
afterAll(() => {
  vi.unstubAllEnvs();
  fs.rmSync(checkpoints, { recursive: true });
});

async function jobRow(id: string) {
  const [row] = await database.current
    .plain`select status, progress, log, error, result, heartbeat_at from jobs where id = ${id}`;
  return row!;
}

/** Runs a worker until `ended` says that the job is where it should be. */
async function workUntil(id: string, ended: (status: string) => boolean) {
  const worker = await startWorker({ say: () => {}, registry, address: database.current.url });
  const limit = Date.now() + 500_000;
  while (!ended((await jobRow(id)).status) && Date.now() < limit) await pause(100);
  return worker;
}

const sets = () => database.current.plain`select id, job_id, status, created_by from stimulus_sets`;
const leftOver = (id: string) => {
  const work = dataPath("work");
  return fs.existsSync(work) ? fs.readdirSync(work).filter((name) => name.startsWith(id)) : [];
};

describe("the job that makes a set", () => {
  it("makes it, imports it once as a draft, and leaves no files", async () => {
    const { id } = await queueJob(GENERATE_SET_JOB, REQUEST, CLI_ACTOR);
    const worker = await workUntil(id, (status) => ["done", "failed"].includes(status));
    await worker.stop();
    const job = await jobRow(id);
    expect(job).toMatchObject({ status: "done", error: null });
    expect(job.log).toEqual(
      expect.arrayContaining(["sampling", "rendering", "encoding", "scoring"]),
    );
    const [set] = await sets();
    expect(set).toMatchObject({
      id: job.result.setId,
      job_id: id,
      status: "draft",
      created_by: "cli",
    });
    expect(leftOver(id)).toEqual([]);
  });

  it("gives a set that is read back whole: all files with their digests", async () => {
    const { manifest, read } = await readStimulusSet("made by a job");
    expect(manifest.set).toMatchObject({ seed: 3, preset: "paper", sampling: { batches: [5] } });
    expect(manifest.stimuli.map(({ role, condition }) => `${role} ${condition}`)).toEqual([
      "main CNN_Naive",
      "main human",
      "practice human",
      "practice scrambled",
      "practice CNN_Naive",
      "calibration human",
    ]);
    for (const { id, files } of manifest.stimuli) {
      for (const [kind, file] of Object.entries(files)) {
        const bytes = await read(id, kind as FileKind);
        expect([sha256Hex(bytes), bytes.length]).toEqual([file.sha256, file.bytes]);
      }
    }
  });

  it("when cancelled stores nothing and leaves no files", async () => {
    const request = { ...REQUEST, name: "cancelled", seed: 4 };
    const { id } = await queueJob(GENERATE_SET_JOB, request, CLI_ACTOR);
    const worker = await workUntil(id, (status) => status === "running");
    await cancelJob(id, CLI_ACTOR);
    const limit = Date.now() + 300_000;
    while ((await jobRow(id)).status === "running" && Date.now() < limit) await pause(100);
    expect((await jobRow(id)).status).toBe("cancelled");
    while (leftOver(id).length > 0 && Date.now() < limit) await pause(100);
    await worker.stop();
    expect(leftOver(id)).toEqual([]);
    expect(await sets()).toHaveLength(1);
  });

  it("fails with words that help where there is no such checkpoint", async () => {
    const request = { ...REQUEST, name: "absent", models: ["LSTM"] };
    const { id } = await queueTestJob(GENERATE_SET_JOB, request);
    const worker = await workUntil(id, (status) => ["done", "failed"].includes(status));
    await worker.stop();
    expect((await jobRow(id)).error).toBe("checkpoint: expected LSTM trained on bach, found none");
  });
});
