import { describe, expect, it } from "vitest";
import { runName } from "@/lib/training/run-name";

describe("a training run's name", () => {
  const run = { corpus: "bach", model: "LSTM", preset: "paper", seed: 1 };
  const stops = { stopAtAccuracy: 0.85, stopAfter: 25 };

  it("is corpus, model, preset and seed where nothing else was given", () => {
    expect(runName({ ...run, given: { stride: undefined } })).toBe("bach-LSTM-paper-1");
    expect(runName({ ...run, corpus: "my/tunes/", given: {} })).toBe("tunes-LSTM-paper-1");
  });

  it("tells the two convergence runs of a model apart", () => {
    const paper = runName({ ...run, given: { windows: "paper", ...stops } });
    const consecutive = runName({ ...run, given: { stride: 9, ...stops } });
    expect(paper).toBe("bach-LSTM-paper-1-windows-paper-stop-at-accuracy-0.85-stop-after-25");
    expect(consecutive).toBe("bach-LSTM-paper-1-stride-9-stop-at-accuracy-0.85-stop-after-25");
  });
});
