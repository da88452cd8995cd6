import { zipSync } from "fflate";
import { describe, expect, it, vi } from "vitest";
import { SAMPLE_RATE } from "@/lib/audio/types";
import { wavBytes } from "@/lib/audio/wav";
import { runJob } from "@/lib/jobs/run-job";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { queueJob } from "@/lib/services/job/queue-job";
import { conditionSummaries } from "@/lib/services/set/condition-summary";
import { readStimulusSet } from "@/lib/services/set/read-stimulus-set";
import { dropOldUploads, keepUpload } from "@/lib/services/set/uploaded-archive";
import { SET_FROM_UPLOAD_JOB, type UploadRequest } from "@/lib/stimuli/upload-request";
import { ownDatabase } from "@/tests/factories/test-database";

vi.setConfig({ testTimeout: 120_000 });

const database = ownDatabase();

function tone(gain: number): Uint8Array {
  const left = Float32Array.from(
    { length: SAMPLE_RATE },
    (_, i) => gain * Math.sin((2 * Math.PI * 440 * i) / SAMPLE_RATE),
  );
  return wavBytes({ left, right: left.slice() });
}

const ARCHIVE = zipSync({
  "clips/a/1.wav": tone(0.5),
  "clips/b/1.wav": tone(0.05),
  "clips/silent.wav": tone(0),
});

/** Queues an upload and does its job; how it ended. */
async function upload(table: string, name: string) {
  const uploadId = await keepUpload(ARCHIVE, "cli");
  const request: UploadRequest = {
    name,
    table,
    uploadId,
    loudness: "normalise",
    instrument: "organ",
  };
  const { id } = await queueJob(SET_FROM_UPLOAD_JOB, request, CLI_ACTOR);
  await runJob(id, "worker_test", new AbortController().signal);
  const [job] = await database.current
    .plain`select status, error, log, result from jobs where id = ${id}`;
  return job!;
}

const count = async (table: string) =>
  (await database.current.plain.unsafe(`select 1 from ${table}`)).length;

describe("the job that makes a set of uploaded clips", () => {
  it("gives a draft with every clip, and takes the archive away", async () => {
    const job = await upload(
      "file,condition,item,tempo\na/1.wav,A,one,fast\nb/1.wav,B,one,\n",
      "ours",
    );
    expect(job).toMatchObject({ status: "done", error: null });
    const { manifest } = await readStimulusSet("ours");
    expect(manifest.set).toMatchObject({ preset: "from-files", factors: ["tempo"] });
    expect(manifest.stimuli.map(({ condition, item }) => `${condition} ${item}`)).toEqual([
      "A one",
      "B one",
    ]);
    for (const { loudness } of manifest.stimuli) expect(loudness).toBeCloseTo(-18, 1);
    for (const row of await conditionSummaries(job.result.setId)) {
      for (const ear of [row.mono, row.left, row.right]) expect(ear).toBeCloseTo(-18, 1);
    }
    expect(await count("uploads")).toBe(0);
  });

  it("names every bad row and stores nothing; the archive waits for another try", async () => {
    const job = await upload(
      "file,condition,item\na/1.wav,A,one\nlost.wav,B,one\nsilent.wav,B,two\n",
      "bad",
    );
    expect(job.status).toBe("failed");
    expect(job.error).toMatch(/expected 3 good rows, 2 of them wrong/);
    expect(job.log).toEqual([
      "unpacking",
      "reading",
      "row 3: lost.wav: expected a file, found none",
      "row 4: silent.wav: expected sound, got silence",
    ]);
    expect(await count("stimulus_sets")).toBe(1);
    expect(await count("uploads")).toBe(1);
    expect(await dropOldUploads()).toBe(0);
    await database.current.plain`update uploads set created_at = now() - interval '8 days'`;
    expect(await dropOldUploads()).toBe(1);
  });
});
