import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Locator, Page } from "@playwright/test";
import { parseMidi } from "midi-file";
import { ROW_PX, STEP_PX, topOf } from "@/app/(public)/compose/_roll/scale";
import { changeNote, setLock } from "@/lib/compose/edit";
import type { ModelTurn, Piece } from "@/lib/compose/piece";
import { pieceHash } from "@/lib/compose/share";
import { addModelTurn } from "@/lib/compose/turns";
import { melody, textFromEvents } from "@/lib/encoding/melody";
import { sampleClips } from "@/lib/generation/sample";
import { readTemperature } from "@/lib/generation/temperature-artifact";
import { readCheckpoint } from "@/lib/models/checkpoint-files";
import { fastCheckpoint } from "@/lib/models/fast/from-checkpoint";
import { namedStream } from "@/lib/shared/rng";
import { tune as scale } from "@/tests/fixtures/compose/tune";
import { expect, test } from "./journey";

const SEED = 7;
const TEMPERATURE = readTemperature("bach")!.chosen;
/** White keys of the computer keyboard from middle C, up and down: sixteen quarters, four bars. */
const TUNE = "asdfghjkjhgfdsas";

/** The piece as the browser keeps it. */
async function keptPiece(page: Page): Promise<Piece> {
  const text = await page.evaluate(() => localStorage.getItem("compose-pieces"));
  return JSON.parse(text ?? "[]")[0].piece;
}

async function openWithTune(page: Page, site: string): Promise<void> {
  await page.goto(`${site}/compose?lang=en`);
  await expect(page.locator("[data-ready=true]")).toBeVisible();
  for (const key of TUNE) await page.keyboard.press(key);
  await expect(page.locator("[data-note]")).toHaveCount(TUNE.length);
}

async function load(page: Page, model: string): Promise<void> {
  const { meta } = readCheckpoint("bach", model);
  await page.locator("[data-model]").selectOption(meta.weights.sha256);
  await page.locator("[data-load]").click();
  await expect(page.locator("[data-model-state=ready]")).toBeVisible();
}

/** Asks for an answer; the turn that it becomes. */
async function answer(page: Page, turns: number): Promise<ModelTurn> {
  await page.locator("[data-answer]").click();
  await expect(page.locator("[data-turn=model]")).toHaveCount(turns);
  const { turns: all } = await keptPiece(page);
  return all.filter((turn) => turn.kind === "model").at(-1)!;
}

/** Where another answer is asked for, and which of them stands. */
const answersIn = (place: Locator) => ({
  another: place.locator("[data-alternative]"),
  chosen: place.locator("[data-chosen]"),
});

/** What the sampler of stimulus sets draws in Node after the notes before a step. */
async function drawnInNode(piece: Piece, model: string, from: number, steps: number) {
  const { meta, bytes } = readCheckpoint("bach", model);
  const before = piece.notes.filter((note) => note.start < from);
  const events = melody.encode(
    before.map((note) => ({ ...note, voice: 0 })),
    from,
  );
  const request = { primer: events, rng: namedStream(SEED, "compose", model, from) };
  const how = { temperature: TEMPERATURE, limit: steps };
  const [clip] = await sampleClips(fastCheckpoint(meta, bytes), [request], how);
  return textFromEvents(clip!.events);
}

/** Notes of a MIDI file, read without any code of ours: pitch, start and length in sixteenths. */
function notesOfMidi(file: string): number[][] {
  const { header, tracks } = parseMidi(readFileSync(file));
  const notes: number[][] = [];
  for (const track of tracks) {
    let ticks = 0;
    const down = new Map<number, number>();
    for (const event of track) {
      ticks += event.deltaTime;
      const step = (ticks * 4) / (header.ticksPerBeat ?? 0);
      if (event.type === "noteOn") down.set(event.noteNumber, step);
      if (event.type !== "noteOff") continue;
      const start = down.get(event.noteNumber)!;
      notes.push([event.noteNumber, start, step - start]);
    }
  }
  return notes.sort((a, b) => a[1]! - b[1]!);
}

test("compose: sixteen notes, answers without a network, an edit, a second network, MIDI", async ({
  page,
  site,
}) => {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => {
    if (/content security policy/i.test(message.text())) errors.push(message.text());
  });
  await openWithTune(page, site);
  await load(page, "LSTM");
  await load(page, "resNet20_LocalConv");
  await page.context().setOffline(true);

  await page.locator("[data-seed]").fill(String(SEED));
  const first = await answer(page, 1);
  expect([first.from, first.steps, first.answers[0]?.model]).toEqual([
    ...[64, 64],
    "resNet20_LocalConv",
  ]);
  const tune = await keptPiece(page);
  expect(first.answers[0]?.events).toBe(await drawnInNode(tune, "resNet20_LocalConv", 64, 64));

  // The first note of the answer a semitone away: the person's from now on, and locked.
  const [written] = tune.notes.filter((note) => note.turn === 1);
  await page.locator("[data-roll] [data-by=model]").first().click();
  await page.keyboard.press(written!.pitch < 83 ? "ArrowUp" : "ArrowDown");
  await expect(page.locator("[data-roll] [data-by=changed]")).toHaveCount(1);
  await page.keyboard.press("v");
  await expect(page.locator("[data-lock]")).toHaveAttribute("aria-pressed", "true");
  await page.locator("[data-seed]").fill("8");
  const { another, chosen } = answersIn(page.locator("[aria-labelledby=compose-answer]"));
  await another.click();
  await expect(chosen).toHaveText("2 of 2");
  const locked = (await keptPiece(page)).notes.filter((note) => note.locked);
  expect(locked).toMatchObject([{ start: written!.start, duration: written!.duration, first: 1 }]);
  await page.locator("[data-undo]").click();
  await expect(chosen).toHaveText("1 of 1");
  await page.locator("[data-redo]").click();
  await expect(chosen).toHaveText("2 of 2");
  await page.locator("[data-seed]").fill(String(SEED));

  const lstm = readCheckpoint("bach", "LSTM").meta.weights.sha256;
  await page.locator("[data-model]").selectOption(lstm);
  const second = await answer(page, 2);
  const piece = await keptPiece(page);
  expect(second.answers[0]?.events).toBe(
    await drawnInNode(piece, "LSTM", second.from, second.steps),
  );
  expect(piece.turns.map((turn) => turn.kind)).toEqual([...["person", "model", "person", "model"]]);

  // The first turn once more, by the second network: the second turn stays as it is.
  const earlier = answersIn(page.locator("[data-turn=model]").first());
  await earlier.another.click();
  await expect(earlier.chosen).toHaveText("3 of 3");
  await expect(chosen).toHaveText("1 of 1");
  const again = await keptPiece(page);
  const later = (all: Piece) => all.notes.filter((note) => note.start >= second.from);
  expect(later(again)).toEqual(later(piece));
  const replaced = again.turns[1] as ModelTurn;
  expect(replaced.answers.map(({ model }) => model)).toEqual([
    ...["resNet20_LocalConv", "resNet20_LocalConv", "LSTM"],
  ]);
  const inPlace = again.notes.filter((note) => note.start >= 64 && note.start < second.from);
  expect(inPlace.filter((note) => note.locked)).toMatchObject([{ first: 1, answer: 0 }]);
  expect(inPlace.filter((note) => !note.locked).every((note) => note.turn === 1)).toBe(true);
  await page.locator("[data-undo]").click();
  await expect.poll(() => keptPiece(page)).toEqual(piece);

  const download = page.waitForEvent("download");
  await page.locator("[data-export=midi]").click();
  const file = await (await download).path();
  expect(notesOfMidi(file)).toEqual(piece.notes.map((n) => [n.pitch, n.start, n.duration]));
  await expect(page.locator("[data-score=drawn]")).toBeVisible();
  expect(errors).toEqual([]);
});

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** A piece with every kind of note: the person's, a network's, a changed one, a locked one. */
function everyKind(): Piece {
  const { meta } = readCheckpoint("bach", "LSTM");
  const events = "c...e...g...e..._...............c...e...g...e...................";
  const answered = addModelTurn(
    { ...scale(16, 4), title: "Every kind of note" },
    { from: 64, steps: 64 },
    { model: "LSTM", weights: meta.weights.sha256, temperature: 0.9, seed: 1, events },
  );
  const changed = changeNote(answered, 64, { pitch: 61, start: 64, duration: 4 })!;
  return setLock(changed, [0, 68], true);
}

test("compose: a link opens its piece; axe finds nothing at either size, in either language", async ({
  page,
  site,
}) => {
  const found: string[] = [];
  const look = async (name: string, rules?: string[]) => {
    const axe = new AxeBuilder({ page });
    const { violations } = await (rules ? axe.withRules(rules) : axe.withTags(TAGS)).analyze();
    for (const { id, nodes } of violations)
      found.push(...nodes.map((n) => `${name} ${id}: ${n.target}`));
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (wider > 0) found.push(`${name}: ${wider} px wider than the window`);
  };
  const piece = everyKind();
  for (const [language, width] of [
    ["en", 1440],
    ["zh", 360],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await page.goto(`${site}/compose?lang=${language}${pieceHash(piece)}`);
    await expect(page.locator("[data-note]")).toHaveCount(piece.notes.length);
    await expect(page.locator("[data-score=drawn]")).toBeVisible();
    expect(await keptPiece(page)).toEqual(piece);
    await look(`${language} light`);
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    await expect(page.locator("body")).toHaveCSS("background-color", "rgb(18, 21, 24)");
    await look(`${language} dark`, ["color-contrast"]);
  }
  expect(found).toEqual([]);
});

/** Puts a finger down at the first place and takes it up at the last, in small moves. */
async function swipe(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", x = 0, y = 0) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: type === "touchEnd" ? [] : [{ x, y }],
    });
  await touch("touchStart", ...from);
  for (let i = 1; i <= 8; i++) {
    const between = (axis: 0 | 1) => from[axis] + ((to[axis] - from[axis]) * i) / 8;
    await touch("touchMove", between(0), between(1));
  }
  await touch("touchEnd");
}

test.describe("with a finger", () => {
  test.use({ viewport: { width: 360, height: 780 }, hasTouch: true, isMobile: true });

  test("a tap writes a note, dragging moves it, elsewhere the roll scrolls", async ({
    page,
    site,
  }) => {
    await page.goto(`${site}/compose?lang=en`);
    await expect(page.locator("[data-ready=true]")).toBeVisible();
    const roll = page.locator("[data-roll]");
    await roll.evaluate((element) => element.scrollIntoView());
    const box = (await roll.locator("svg").boundingBox())!;
    const at = (step: number, pitch: number): [number, number] => [
      box.x + (step + 0.5) * STEP_PX,
      box.y + topOf(pitch) + ROW_PX / 2,
    ];
    await page.touchscreen.tap(...at(2, 72));
    await expect(page.locator("[data-note]")).toHaveCount(1);
    await swipe(page, at(3, 72), at(9, 69));
    const spans = async () =>
      (await keptPiece(page)).notes.map((note) => [note.pitch, note.start, note.duration]);
    await expect.poll(spans).toEqual([[69, 8, 4]]);
    await swipe(page, at(16, 76), at(8, 76));
    await expect.poll(() => roll.evaluate((element) => element.scrollLeft)).toBeGreaterThan(50);
    expect(await spans()).toEqual([[69, 8, 4]]);
  });
});
