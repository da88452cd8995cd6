import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { unzipSync } from "fflate";
import { describe, expect, it, vi } from "vitest";
import { gallerySetJob } from "@/lib/jobs/gallery-set";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { clipsArchive, resultsBundle } from "@/lib/services/export/results-archive";
import { queueGallerySets } from "@/lib/services/job/queue-gallery-sets";
import {
  previewPublicResults,
  publicResults,
  releasedStudies,
} from "@/lib/services/result/public-results";
import { releaseResults } from "@/lib/services/result/release-results";
import { publicGallery } from "@/lib/services/set/public-gallery";
import { publishStimulusSet } from "@/lib/services/set/publish-stimulus-set";
import { humanPairs } from "@/lib/services/study/human-pairs";
import { publicHome } from "@/lib/services/study/public-home";
import { setStudyStatus } from "@/lib/services/study/set-study-status";
import { studyFacts } from "@/lib/services/study/study-facts";
import { newId } from "@/lib/shared/ids";
import { ratedStudy } from "@/tests/factories/rated-study";
import { importTinySet, makeStudy } from "@/tests/factories/studies";
import { ownDatabase } from "@/tests/factories/test-database";
import { writeUntrainedCheckpoint } from "@/tests/fixtures/models/untrained-checkpoint";

vi.setConfig({ testTimeout: 300_000 });

const database = ownDatabase();
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

describe("released results", () => {
  it("are public from their release on, while the study is closed, and no longer", async () => {
    await ratedStudy({ slug: "shown", participants: 2 });
    await expect(releaseResults("shown", CLI_ACTOR)).rejects.toThrow(/closed study.*is open, live/);
    await setStudyStatus("shown", "close", CLI_ACTOR);
    expect(await publicResults("shown")).toBeNull();
    await releaseResults("shown", CLI_ACTOR);
    const shown = await publicResults("shown");
    expect(shown?.results.rows).toHaveLength(6);
    expect(shown?.figure).toContain("resNet20_LocalConv");
    expect((await publicHome()).released).toBe("shown");
    await setStudyStatus("shown", "reopen", CLI_ACTOR);
    expect(await publicResults("shown")).toBeNull();
    expect((await publicHome()).released).toBeNull();
    await setStudyStatus("shown", "close", CLI_ACTOR);
    await releaseResults("shown", CLI_ACTOR, false);
    expect(await releasedStudies()).toEqual([]);
    const acts = await database.current.plain`
      select act from audit_entries where act like 'study.%release' order by act`;
    expect(acts.map(({ act }) => act)).toEqual(["study.release", "study.unrelease"]);
  });

  it("of test sessions are nobody's results", async () => {
    await ratedStudy({ slug: "trial-run", participants: 1, mode: "test" });
    await setStudyStatus("trial-run", "close", CLI_ACTOR);
    await expect(releaseResults("trial-run", CLI_ACTOR)).rejects.toThrow(/real participants.*test/);
  });

  it("of simulated sessions are never public, not even where the database says so", async () => {
    await ratedStudy({ slug: "bots", participants: 1, mode: "simulated" });
    await setStudyStatus("bots", "close", CLI_ACTOR);
    await expect(releaseResults("bots", CLI_ACTOR)).rejects.toThrow(/real participants.*simulated/);
    await database.current.plain`update studies set released_at = now() where slug = 'bots'`;
    expect(await publicResults("bots")).toBeNull();
  });

  it("carry the title that participants read, not the name at the desk", async () => {
    await ratedStudy({ slug: "titled", participants: 1 });
    const { title } = await previewPublicResults("titled");
    expect(title).toEqual((await studyFacts("titled")).configuration.texts.title);
  });

  it("come with ratings that name nobody, and the clips that were rated", async () => {
    await ratedStudy({ slug: "packed", participants: 2 });
    await setStudyStatus("packed", "close", CLI_ACTOR);
    await releaseResults("packed", CLI_ACTOR);
    const shown = (await publicResults("packed"))!;
    const files = unzipSync(await resultsBundle(shown));
    expect(Object.keys(files).sort()).toEqual([
      "codebook.json",
      "figure.svg",
      "ratings.csv",
      "results.json",
    ]);
    const [heading, ...rows] = text(files["ratings.csv"]).trim().split("\n");
    expect(heading).toContain("participant,session,stimulus");
    expect(rows).toHaveLength(2 * 12 * 2);
    const people = await database.current.plain`
      select p.id from participants p join studies s on s.id = p.study_id where s.slug = 'packed'`;
    for (const { id } of people) expect(text(files["ratings.csv"])).not.toContain(id);
    expect(JSON.parse(text(files["results.json"])).completed).toBe(2);
    // This study's clips were never rendered: the archive is empty, and a zip all the same.
    expect(Object.keys(unzipSync(await clipsArchive(shown)))).toEqual([]);
  });
});

describe("gallery", () => {
  const asked = async () =>
    database.current
      .plain`select input->>'preset' as preset, input->'models' as models, input->'items' as items
      from jobs where kind = 'gallery-set' order by created_at`;

  it("asks the workers once for each set, and again when there are more networks", async () => {
    expect(await queueGallerySets(() => [])).toEqual([]);
    const bach = (corpus: string) => (corpus === "bach" ? ["LSTM" as const] : []);
    expect(await queueGallerySets(bach)).toEqual(["families"]);
    expect(await queueGallerySets(bach)).toEqual([]);
    expect(await queueGallerySets((_, models) => [...models])).toEqual(["families", "chorales"]);
    const jobs = await asked();
    expect(jobs.map(({ preset, items }) => [preset, items])).toEqual([
      ["families", 4],
      ["families", 4],
      ["chorales", 4],
    ]);
    await database.current.plain`update jobs set status = 'failed' where kind = 'gallery-set'`;
    expect(await queueGallerySets(bach)).toEqual(["families"]);
  });

  it("publishes what its job made", async () => {
    const checkpoints = fs.mkdtempSync(path.join(os.tmpdir(), "gallery-checkpoints-"));
    await writeUntrainedCheckpoint(checkpoints, { primers: 5 });
    const request = {
      ...{ name: "Gallery: test", preset: "paper", models: ["CNN_Naive"], corpus: "bach" },
      ...{ temperature: 1, seed: 3, items: 1, tempo: 240, instrument: "organ" },
      ...{ anchors: [], parentId: null },
    };
    const context = {
      ...{ jobId: newId("job"), createdBy: "system" },
      ...{ progress: () => {}, log: () => {}, signal: new AbortController().signal },
    };
    const made = (await gallerySetJob(checkpoints).run(request, context)) as { setId: string };
    fs.rmSync(checkpoints, { recursive: true });
    const sets = await database.current.plain`
      select id, status from stimulus_sets where job_id = ${context.jobId}`;
    expect(sets).toEqual([{ id: made.setId, status: "published" }]);
  });

  it("shows published sets of its presets, and none that a study keeps secret", async () => {
    expect((await publicGallery()).families).toBeNull();
    const id = await importTinySet({ name: "gallery", items: 3 });
    await database.current.plain`update stimulus_sets set preset = 'families' where id = ${id}`;
    expect((await publicGallery()).families).toBeNull();
    await publishStimulusSet(id, CLI_ACTOR);
    const { families, chorales } = await publicGallery();
    expect(chorales).toBeNull();
    expect(families?.setId).toBe(id);
    expect(new Set(families?.pieces.map(({ item }) => item)).size).toBe(3);
    await makeStudy(id, { slug: "secret" });
    expect((await publicGallery()).families).toBeNull();
  });
});

describe("pairs of a human and a machine", () => {
  it("are of published sets that no study keeps secret, one composer's clip in each", async () => {
    const id = await importTinySet({ name: "pairs", items: 4, anchors: true });
    const own = async () =>
      (await humanPairs(3)).filter(({ clips }) => clips[0]!.source.includes(id));
    expect(await own()).toEqual([]);
    await publishStimulusSet(id, CLI_ACTOR);
    const pairs = await own();
    expect(pairs).toHaveLength(3);
    expect(await own()).toEqual(pairs);
    const stored = await database.current.plain<{ id: string; condition: string; item: string }[]>`
      select id, condition, item from stimuli where set_id = ${id}`;
    for (const { item, model, clips } of pairs) {
      expect(clips.map(({ machine }) => machine).sort()).toEqual([false, true]);
      for (const { source, machine } of clips) {
        const clip = stored.find((row) => source === `/api/public/clips/${id}/${row.id}`)!;
        expect(clip).toMatchObject({ item, condition: machine ? model : "human" });
      }
    }
    expect(new Set(pairs.map(({ model }) => model)).size).toBeGreaterThan(1);
    await makeStudy(id, { slug: "secret-pairs" });
    expect(await own()).toEqual([]);
  });
});
