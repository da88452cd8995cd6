import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, expect, it, vi } from "vitest";
import { melody } from "@/lib/encoding/melody";
import { openStimulusFolder } from "@/lib/generation/stimulus-folder";
import type { DraftClip } from "@/lib/generation/stimulus-set";
import { verifySet } from "@/lib/generation/verify-set";
import { writeSet } from "@/lib/generation/write-set";
import { CLIP_STEPS, type Note } from "@/lib/music/notes";
import { stimuliOf } from "@/lib/stimuli/manifest";
import { setRequestOf } from "@/lib/stimuli/set-request";

// Encoding takes its time on a busy machine.
vi.setConfig({ testTimeout: 600_000 });

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "write-set-"));
afterAll(() => fs.rmSync(folder, { recursive: true }));

const notes: Note[] = [60, 64, 67, 72].map((pitch, i) => ({
  pitch,
  start: i * 8,
  duration: 8,
  voice: 0,
}));
const clip: DraftClip = {
  role: "main",
  condition: "human",
  item: "item-1",
  notes,
  events: melody.encode(notes, CLIP_STEPS),
  repairs: 0,
  drawn: false,
  nearEdges: [],
};

it("adds spoken instructions that differ from music in nothing but their sound", async () => {
  const request = { ...setRequestOf({ preset: "anchored", seed: 1 }), temperature: 1 };
  const facts = {
    name: "with speech",
    tempo: 240,
    instrument: "organ",
    codeVersion: "test",
    backend: "test",
    corpus: "absent" as const,
    checkpoints: {},
    primers: { corpus: "bach", sha256: "0".repeat(64) },
  };
  const draft = { clips: [clip], rejections: [], batches: [1] };
  const manifest = await writeSet(draft, request, facts, path.join(folder, "set"));
  const spoken = stimuliOf(manifest, "catch");
  expect(spoken.map((stimulus) => stimulus.catch)).toEqual([
    { language: "en", answer: "lowest" },
    { language: "en", answer: "highest" },
    { language: "zh", answer: "lowest" },
    { language: "zh", answer: "highest" },
  ]);
  const shapes = manifest.stimuli.map(({ durationMs, files }) => [durationMs, files.mp3.bytes]);
  expect(new Set(shapes.map(String)).size).toBe(1);
  expect(manifest.set.conditions).toEqual([{ id: "human", kind: "human" }]);
  const check = await verifySet(openStimulusFolder(path.join(folder, "set")));
  expect(check.clips.flatMap(({ faults }) => faults)).toEqual([]);
  expect(check.clips.map(({ onlyRead }) => onlyRead)).toEqual([
    ["events"],
    ["mp3"],
    ["mp3"],
    ["mp3"],
    ["mp3"],
  ]);
});
