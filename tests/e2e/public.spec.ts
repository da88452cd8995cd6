import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { notesToMidi } from "@/lib/music/midi";
import { STEPS_PER_BAR } from "@/lib/music/notes";
import { musicXml } from "@/lib/score/musicxml";
import { CLI_ACTOR } from "@/lib/services/act/record-act";
import { publishStimulusSet } from "@/lib/services/set/publish-stimulus-set";
import { sha256Hex } from "@/lib/shared/canonical-json";
import { plainSql } from "@/tests/factories/plain-sql";
import { importTinySet } from "@/tests/factories/studies";
import { expect, test } from "./journey";

const STEPS = 32;

/** MIDI and score of a scale of quarters: tiny sets come with sound alone. */
function filesOf(): Record<"mid" | "musicxml", Uint8Array> {
  const notes = Array.from({ length: STEPS / 4 }, (_, i) => ({
    pitch: 60 + i,
    start: 4 * i,
    duration: 4,
    voice: 0,
  }));
  return {
    mid: notesToMidi(notes, { steps: STEPS }),
    musicxml: new TextEncoder().encode(musicXml(notes, { bars: STEPS / STEPS_PER_BAR })),
  };
}

/** A set of short pieces as the gallery's worker would leave it. */
async function gallerySet(): Promise<string> {
  const id = await importTinySet({ name: "gallery", items: 2, steps: STEPS });
  const sql = await plainSql();
  await sql`update stimulus_sets set preset = 'families' where id = ${id}`;
  for (const [kind, bytes] of Object.entries(filesOf())) {
    const digest = sha256Hex(bytes);
    await sql`insert into blobs (sha256, bytes, length)
      values (${digest}, ${Buffer.from(bytes)}, ${bytes.length}) on conflict do nothing`;
    await sql`insert into stimulus_files (set_id, stimulus_id, kind, sha256)
      select set_id, id, ${kind}, ${digest} from stimuli where set_id = ${id}`;
  }
  await publishStimulusSet(id, CLI_ACTOR);
  return id;
}

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([]);
  const wider = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wider).toBe(0);
}

test("the networks' page sorts its table, changes kernels and browses the outputs", async ({
  page,
  site,
}) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${site}/models?lang=en`);
  await expect(page.getByRole("heading", { name: "CNN_a", exact: true })).toBeVisible();
  await page.getByRole("radio", { name: /shared/ }).check();
  await expect(page.getByText("One kernel, used at every position")).toBeVisible();
  const byWeights = page.getByRole("button", { name: "weights", exact: false }).first();
  await byWeights.click();
  await expect(page.getByRole("columnheader", { name: "weights" }).first()).toHaveAttribute(
    "aria-sort",
    "ascending",
  );
  await page.getByRole("button", { name: "Output 20: F#4", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Output 20: F#4" })).toBeVisible();
  const large = page.getByRole("img", { name: /inputs found for Output 20/ });
  await expect
    .poll(() => large.evaluate((img: HTMLImageElement) => img.complete && img.naturalWidth))
    .toBeGreaterThan(300);
  await accessible(page);
});

test("the gallery's cursor follows the sound within 50 ms, and its files open", async ({
  page,
  site,
}) => {
  const set = await gallerySet();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(`${site}/gallery?lang=en`);
  await page.getByRole("button", { name: "Play" }).click();
  const moved = page.locator("[data-moment]");
  await expect.poll(async () => Number(await moved.getAttribute("data-moment"))).toBeGreaterThan(0);
  expect(await furthestFromSound(page)).toBeLessThan(0.05);
  await expect(page.locator("rect.cursor")).toHaveCount(1);
  await accessible(page);
  const midi = page.getByRole("link", { name: "MIDI" });
  expect(await midi.getAttribute("href")).toContain(set);
  const bytes = await (await page.request.get(site + (await midi.getAttribute("href")))).body();
  expect(bytes.subarray(0, 4).toString()).toBe("MThd");
});

/** Plays from the start, and compares line and sound in every frame: seconds. */
function furthestFromSound(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const audio = document.querySelector("audio")!;
    const line = document.querySelector<SVGLineElement>("line.cursor")!;
    const width = line.ownerSVGElement!.viewBox.baseVal.width;
    const all = Number(document.querySelector<HTMLInputElement>("input[type=range]")!.max);
    audio.pause();
    audio.currentTime = 0;
    await audio.play();
    let furthest = 0;
    let frames = 0;
    while (frames < 30 && !audio.ended) {
      await new Promise(requestAnimationFrame);
      const shown = (Number(line.getAttribute("x1")) / width) * all;
      const heard = Math.min(audio.currentTime, all);
      furthest = Math.max(furthest, Math.abs(shown - heard));
      frames += 1;
    }
    return furthest;
  });
}
