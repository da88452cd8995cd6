import type { FirstChoice } from "@/lib/analysis/certainty";
import { type Scores, softmaxRow } from "@/lib/analysis/confidence";
import { type Places, readBatch, type Texts, type WindowLayout } from "@/lib/datasets/windows";

const BATCH = 256;

function firstChoice(logits: Float32Array, label: number): FirstChoice {
  const p = softmaxRow(logits);
  let best = 0;
  for (let c = 1; c < p.length; c++) if (p[c]! > p[best]!) best = c;
  return { confidence: p[best]!, right: best === label };
}

/**
 * The first choice of a network in every window: what calibration is measured on.
 * @param onWindow told how many windows are done
 */
export async function firstChoices(
  scores: Scores,
  texts: Texts,
  places: Places,
  layout: WindowLayout,
  onWindow: (done: number) => void = () => {},
): Promise<FirstChoice[]> {
  const choices: FirstChoice[] = [];
  while (choices.length < places.count) {
    const from = choices.length;
    const size = Math.min(BATCH, places.count - from);
    const which = Int32Array.from({ length: size }, (_, i) => from + i);
    const { windows, labels } = readBatch(texts, places, which, layout);
    const logits = await scores.logits(windows, size);
    for (let row = 0; row < size; row++) {
      const own = logits.subarray(row * scores.classes, (row + 1) * scores.classes);
      choices.push(firstChoice(own, labels[row]!));
    }
    onWindow(choices.length);
  }
  return choices;
}
