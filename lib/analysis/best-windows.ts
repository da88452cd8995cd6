import { type ActivationSettings, windowPenalty } from "@/lib/analysis/activation";
import type { Scores } from "@/lib/analysis/confidence";
import { type Places, readBatch, type Texts, type WindowLayout } from "@/lib/datasets/windows";

const BATCH = 512;

/** The window of a corpus that raises one output most. */
export interface BestWindow {
  objective: number;
  logit: number;
  /** Where it stands: which text, and its first event. */
  text: number;
  start: number;
}

/**
 * For every output the corpus window with the greatest objective (logit less penalties): what a
 * maximised input has to surpass.
 */
export async function bestWindows(
  scores: Scores,
  texts: Texts,
  places: Places,
  layout: WindowLayout,
  settings: Pick<ActivationSettings, "l2" | "totalVariation">,
  onWindow: (done: number) => void = () => {},
): Promise<BestWindow[]> {
  const best = Array.from(
    { length: scores.classes },
    (): BestWindow => ({
      objective: -Infinity,
      logit: -Infinity,
      text: 0,
      start: 0,
    }),
  );
  for (let from = 0; from < places.count; from += BATCH) {
    const size = Math.min(BATCH, places.count - from);
    const which = Int32Array.from({ length: size }, (_, i) => from + i);
    const { windows } = readBatch(texts, places, which, layout);
    const logits = await scores.logits(windows, size);
    for (let row = 0; row < size; row++) {
      const penalty = windowPenalty(
        windows.subarray(row * layout.size, (row + 1) * layout.size),
        settings,
      );
      const place = { text: places.texts[from + row]!, start: places.starts[from + row]! };
      for (let c = 0; c < scores.classes; c++) {
        const logit = logits[row * scores.classes + c]!;
        if (logit - penalty > best[c]!.objective)
          best[c] = { objective: logit - penalty, logit, ...place };
      }
    }
    onWindow(from + size);
  }
  return best;
}
