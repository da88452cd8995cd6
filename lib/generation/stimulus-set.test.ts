import { describe, expect, it } from "vitest";
import { melody } from "@/lib/encoding/melody";
import { modelContent } from "@/lib/generation/draft-clips";
import type { Primer } from "@/lib/generation/primers";
import type { Predictor } from "@/lib/generation/sample";
import {
  type DraftRequest,
  type DraftSet,
  draftSet,
  primersInOrder,
} from "@/lib/generation/stimulus-set";
import { CLIP_STEPS } from "@/lib/music/notes";
import { namedStream } from "@/lib/shared/rng";
import { SET_PRESETS } from "@/lib/stimuli/set-presets";
import { setRequestOf } from "@/lib/stimuli/set-request";

/** Forty primers, each with a scale of its own as the true continuation. */
const primers: Primer[] = Array.from({ length: 40 }, (_, p) => ({
  id: `item-${p}`,
  start: p,
  // The last event names the item, so that a fake model can know it.
  events: [...Array(63).fill(14), 2 + (p % 36)],
  continuation: Array.from({ length: CLIP_STEPS }, (_, i) => (i % 4 ? 0 : 14 + ((i / 4 + p) % 7))),
}));

/** Probabilities that draw lively melodies whatever came before. */
const LIVELY = Array.from({ length: 38 }, (_, c) => (c >= 10 && c < 26 ? 1 : c === 0 ? 2 : -20));

/** A model whose clips are lively, but hold one note where `fails` says so of the primer's last event. */
function fake(fails: (mark: number) => boolean = () => false): Predictor {
  const held = new Map<number, boolean>();
  return {
    window: 64,
    classes: 38,
    logits: async (windows, batch) => {
      const out = new Float32Array(batch * 38);
      for (let row = 0; row < batch; row++) {
        const events = windows.subarray(row * 64, row * 64 + 64);
        if (events[0] === 14 && events[62] === 14) held.set(row, fails(events[63]!));
        const scores = held.get(row) ? Array.from(LIVELY, (_, c) => (c === 0 ? 0 : -50)) : LIVELY;
        out.set(scores, row * 38);
      }
      return out;
    },
  };
}

const request = (changes: Partial<DraftRequest> = {}): DraftRequest => ({
  ...setRequestOf({ preset: "anchored", seed: 7, items: 6 }),
  temperature: 1,
  ...changes,
});

const draft = (
  changes: Partial<DraftRequest> = {},
  predictors: Record<string, Predictor> = {},
): Promise<DraftSet> =>
  draftSet(request(changes), primers, async (model) => predictors[model] ?? fake());

const place = ({ role, condition, item }: DraftSet["clips"][number]) =>
  `${role} ${condition} ${item}`;

describe("a drafted set", () => {
  it("has every item once under every condition", async () => {
    const { clips } = await draft();
    const main = clips.filter((clip) => clip.role === "main");
    const items = [...new Set(main.map((clip) => clip.item))];
    expect(items).toHaveLength(6);
    const conditions = [...SET_PRESETS.anchored.models, "human", "scrambled"];
    expect(main).toHaveLength(6 * conditions.length);
    for (const condition of conditions) {
      const own = main.filter((clip) => clip.condition === condition).map((clip) => clip.item);
      expect(own.sort()).toEqual([...items].sort());
    }
  });

  it("has one human, one scrambled, one model clip to practise and one to set the volume by", async () => {
    const { clips } = await draft();
    const used = new Set(clips.filter((c) => c.role === "main").map((c) => c.item));
    const extra = clips.filter((clip) => clip.role !== "main");
    expect(extra.map((clip) => clip.role)).toEqual([
      "practice",
      "practice",
      "practice",
      "calibration",
    ]);
    expect([extra[0], extra[1], extra[3]].map((clip) => clip!.condition)).toEqual([
      "human",
      "scrambled",
      "human",
    ]);
    expect(SET_PRESETS.anchored.models).toContain(extra[2]!.condition);
    expect(new Set(extra.map((clip) => clip.item)).size).toBe(4);
    for (const clip of extra) expect(used.has(clip.item)).toBe(false);
  });

  it("holds what the composer wrote, and a scrambled version of the same", async () => {
    const { clips } = await draft();
    for (const human of clips.filter((clip) => clip.condition === "human")) {
      const primer = primers.find((p) => p.id === human.item)!;
      expect(human.events).toEqual(primer.continuation);
      expect(human.drawn).toBe(false);
      const low = clips.find((c) => c.condition === "scrambled" && c.item === human.item);
      if (!low) continue;
      expect(low.notes).toHaveLength(human.notes.length);
      expect(low.events).not.toEqual(human.events);
      expect(low.drawn).toBe(true);
    }
  });

  it("has notes that are exactly what its events decode to", async () => {
    const { clips } = await draft();
    for (const { notes, events } of clips)
      expect(notes).toEqual(melody.decode(events, CLIP_STEPS).notes);
  });

  it("follows from the seed: same seed same set, other seed other set", async () => {
    const one = await draft();
    expect(await draft()).toEqual(one);
    const other = await draft({ seed: 8 });
    expect(other.clips.map(place)).not.toEqual(one.clips.map(place));
    expect(other.clips[0]!.events).not.toEqual(one.clips[0]!.events);
  });

  it("has no anchors among the rated clips of the paper's preset", async () => {
    const { clips } = await draft(
      setRequestOf({ preset: "paper", seed: 7, items: 6, temperature: 1 }) as DraftRequest,
    );
    const main = clips.filter((clip) => clip.role === "main");
    expect([...new Set(main.map((c) => c.condition))].sort()).toEqual(
      [...SET_PRESETS.paper.models].sort(),
    );
    expect(clips.filter((c) => c.role === "practice").map((c) => c.condition)).toContain("human");
  });

  it("continues the first primers of the seeded order, all models the same", async () => {
    const asked: string[] = [];
    const { batches, clips } = await draftSet(request(), primers, async (model) => {
      asked.push(model);
      return fake();
    });
    expect(batches).toEqual([20]);
    expect(asked).toEqual([...SET_PRESETS.anchored.models]);
    const first = primersInOrder(primers, 7)
      .slice(0, 20)
      .map((p) => p.id);
    for (const clip of clips) expect(first).toContain(clip.item);
  });
});

describe("selection", () => {
  const two = { models: ["LSTM", "CNN_a"], anchors: [] } satisfies Partial<DraftRequest>;
  const order = primersInOrder(primers, 7);
  const mark = (p: Primer) => p.events[63]!;

  it("leaves an item out when any model's clip of it breaks a rule, and counts it", async () => {
    const bad = new Set(order.slice(0, 5).map(mark));
    const predictors = { LSTM: fake((m) => bad.has(m)) };
    const { clips, rejections, batches } = await draft(two, predictors);
    const out = order.filter((p) => bad.has(mark(p))).map((p) => p.id);
    for (const clip of clips) expect(out).not.toContain(clip.item);
    expect(batches).toEqual([20]);
    const pool = order.slice(0, 20).filter((p) => bad.has(mark(p))).length;
    expect(rejections.find((r) => r.model === "LSTM" && r.rule === "undecodable")!.count).toBe(
      pool,
    );
    const others = rejections.filter((r) => !(r.model === "LSTM" && r.rule === "undecodable"));
    expect(others.reduce((sum, r) => sum + r.count, 0)).toBe(0);
    expect(new Set(rejections.map((r) => r.model))).toEqual(new Set(["LSTM", "CNN_a"]));
  });

  it("adds primers in seeded order, ten at a time, until there are enough", async () => {
    const bad = new Set(order.slice(0, 15).map(mark));
    const { batches, clips } = await draft(two, { CNN_a: fake((m) => bad.has(m)) });
    expect(batches).toEqual([20, 10]);
    const pool = order.slice(0, 30).map((p) => p.id);
    for (const clip of clips) expect(pool).toContain(clip.item);
    const all = await draft({ ...two, items: 7 }, { CNN_a: fake((m) => m % 3 > 0) });
    expect(all.batches).toEqual([20, 10, 10]);
  });

  it("gives a clip the same events whether or not primers were added", async () => {
    const bad = new Set(order.slice(0, 15).map(mark));
    const more = await draft(two, { CNN_a: fake((m) => bad.has(m)) });
    const plain = await draft({ ...two, items: 16 });
    const [clip] = more.clips.filter(
      (c) => c.condition === "LSTM" && plain.clips.some((p) => place(p) === place(c)),
    );
    expect(clip!.events).toEqual(plain.clips.find((p) => place(p) === place(clip!))!.events);
  });

  it("fails at last, naming model and rule", async () => {
    const failing = draft(two, { CNN_a: fake(() => true) });
    await expect(failing).rejects.toThrow(
      'set: expected 10 items in which every model\'s clip passes the rules, got 0 of 40; most rejections: CNN_a by "undecodable" (40)',
    );
  });

  it("refuses more items than primers allow, before anything is sampled", async () => {
    const never = draftSet(request({ items: 37 }), primers, () => {
      throw new Error("a model was loaded");
    });
    await expect(never).rejects.toThrow(/items: expected at most 36 .* got 37/);
  });

  it("stops when asked to, between two events", async () => {
    const stop = new AbortController();
    let steps = 0;
    const running = draftSet(
      request(),
      primers,
      async () => fake(),
      () => {
        steps += 1;
        if (steps === 5) stop.abort(new Error("enough"));
      },
      stop.signal,
    );
    await expect(running).rejects.toThrow("enough");
    expect(steps).toBe(5);
  });
});

describe("polyphonic sets", () => {
  it("hold no notes that their events do not", async () => {
    const { polyphony } = await import("@/lib/encoding/polyphony");
    const { scrambledContent } = await import("@/lib/generation/draft-clips");
    const notes = [72, 67, 64, 48].flatMap((pitch, voice) =>
      Array.from({ length: 32 }, (_, i) => ({
        pitch: pitch + namedStream(voice, "p", i).int(0, 5),
        start: i * 4,
        duration: 4,
        voice,
      })),
    );
    const continuation = polyphony.encode(notes, CLIP_STEPS);
    const content = scrambledContent({ id: "c", start: 0, events: [], continuation }, polyphony, 1);
    expect(content.notes).toEqual(polyphony.decode(content.events, CLIP_STEPS).notes);
  });
});

it("a model's clip counts its repairs", () => {
  const decoded = melody.decode([1, 1, 14], 4);
  const made = { model: "m", item: "i", events: [], nearEdges: [], withheld: 0 };
  const { repairs } = modelContent({ ...made, decoded });
  expect(repairs).toBe(3);
});
