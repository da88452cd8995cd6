import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerQuestion, plainNotes, primerBefore, questionFor } from "@/lib/compose/answer";
import { placeNote, setLock } from "@/lib/compose/edit";
import { newPiece, type Piece, pieceSteps } from "@/lib/compose/piece";
import { parsePiece } from "@/lib/compose/piece-schema";
import { addAlternative, addModelTurn, nextPlace, withoutAnswer } from "@/lib/compose/turns";
import { melody, textFromEvents } from "@/lib/encoding/melody";
import { networkPredictor } from "@/lib/generation/network-predictor";
import { type Predictor, sampleClips } from "@/lib/generation/sample";
import { chooseBackend } from "@/lib/models/backend";
import { restoreModel } from "@/lib/models/checkpoint";
import { readCheckpoint } from "@/lib/models/checkpoint-files";
import { fastCheckpoint } from "@/lib/models/fast/from-checkpoint";
import { checkNotes } from "@/lib/music/notes";
import { namedStream } from "@/lib/shared/rng";
import { tune } from "@/tests/fixtures/compose/tune";

/** Scores every class by the window, so that each earlier event matters. */
const fake: Predictor = {
  window: 64,
  classes: 38,
  logits: async (windows) => {
    const sum = windows.reduce((all, event, i) => all + event * (i + 1), 0);
    return Float32Array.from({ length: 38 }, (_, c) => Math.sin(sum + c * 1.7));
  },
};

const how = { model: "CNN_a", temperature: 1, seed: 3, window: 64 };

describe("the window before an answer", () => {
  it("is the last 64 events of a melody of four bars or more", () => {
    const piece = tune(20, 4);
    const events = melody.encode(plainNotes(piece.notes), 80);
    expect(primerBefore(piece.notes, 80, 64)).toEqual(events.slice(16));
  });

  it("repeats a shorter melody from its beginning until it is full", () => {
    const piece = tune(8, 4);
    const events = melody.encode(plainNotes(piece.notes), 32);
    expect(primerBefore(piece.notes, 32, 64)).toEqual([...events, ...events]);
    const three = melody.encode(plainNotes(piece.notes), 48);
    expect(primerBefore(piece.notes, 48, 64)).toEqual([...three.slice(-16), ...three]);
  });

  it("ends the last note where the repeated melody begins with a rest", () => {
    const piece = placeNote(newPiece(), { pitch: 60, start: 8, duration: 8 })!;
    const primer = primerBefore(piece.notes, 16, 64);
    const { notes } = melody.decode(primer, 64);
    expect(notes.map((note) => [note.start, note.duration])).toEqual(
      [8, 24, 40, 56].map((start) => [start, 8]),
    );
  });

  it("needs a note", () => {
    expect(() => primerBefore([], 16, 64)).toThrow(/expected at least one note/);
  });
});

describe("an answer", () => {
  const { meta, bytes } = readCheckpoint("bach", "resNet20_Naive");
  const fast = () => fastCheckpoint(meta, bytes);

  it("equals what the sampler of stimulus sets draws, with the fast network and TensorFlow's", async () => {
    const piece = tune(16, 4);
    const place = nextPlace(piece, 2);
    const question = questionFor(piece, place, { ...how, model: meta.model, temperature: 0.8 });
    const got = await answerQuestion(fast(), question);
    await chooseBackend("wasm");
    const slow = restoreModel(meta, bytes);
    for (const predictor of [fast(), networkPredictor(slow)]) {
      const request = {
        primer: melody.encode(plainNotes(piece.notes), 64),
        rng: namedStream(3, "compose", meta.model, 64),
      };
      const [clip] = await sampleClips(predictor, [request], { temperature: 0.8, limit: 32 });
      expect(clip!.nearEdges).toEqual([]);
      expect(got).toEqual(clip!.events);
    }
    slow.dispose();
  });

  it("is another one for another seed, and the same for the same", async () => {
    const piece = tune(16, 4);
    const ask = (seed: number) =>
      answerQuestion(fake, questionFor(piece, nextPlace(piece, 4), { ...how, seed }));
    expect(await ask(1)).toEqual(await ask(1));
    expect(await ask(1)).not.toEqual(await ask(2));
  });

  it("tells its progress at every step", async () => {
    const steps: number[] = [];
    const piece = tune(4, 4);
    const question = questionFor(piece, nextPlace(piece, 1), how);
    await answerQuestion(fake, question, (step) => void steps.push(step));
    expect(steps).toEqual(Array.from({ length: 16 }, (_, i) => i + 1));
  });

  it("leaves every locked note as it is, whatever is drawn, and stays one voice", async () => {
    const starts = fc.uniqueArray(fc.integer({ min: 0, max: 127 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(
        starts,
        fc.nat(1000),
        fc.constantFrom(0, 1),
        async (at, seed, temperature) => {
          let piece: Piece = { ...tune(16, 4), bars: 8 };
          for (const [i, start] of at.entries()) {
            const span = { pitch: 48 + ((start * 7) % 36), start, duration: 1 + (i % 9) };
            piece = placeNote(piece, span) ?? piece;
          }
          const locked = piece.notes.filter((_, i) => i % 3 === 0);
          piece = setLock(
            piece,
            locked.map((note) => note.start),
            true,
          );
          const place = { from: 64, steps: 64 };
          const weights = "0".repeat(64);
          const answer = { model: "CNN_a" as const, weights, temperature, seed };
          const held = addModelTurn(piece, place, { ...answer, events: ".".repeat(64) });
          const index = held.turns.length - 1;
          const free = withoutAnswer(held, index);
          const question = questionFor(free, place, { ...how, seed, temperature });
          const events = textFromEvents(await answerQuestion(fake, question));
          const after = parsePiece(addAlternative(held, index, { ...answer, events }));
          checkNotes(plainNotes(after.notes), pieceSteps(after));
          expect(after.notes.filter((note) => note.locked)).toEqual(
            piece.notes.filter((note) => note.locked),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});
