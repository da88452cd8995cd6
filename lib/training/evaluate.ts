import { type Places, readBatch, type Texts, type WindowLayout } from "@/lib/datasets/windows";
import { type Loss, lossOf, type Network } from "@/lib/training/network";

/** Windows of one evaluation batch; large, since nothing is kept for gradients. */
const BATCH = 512;

/**
 * Mean cross-entropy and accuracy over windows.
 * @param which places to count; all when left out
 */
export async function evaluate(
  net: Network,
  texts: Texts,
  places: Places,
  layout: WindowLayout,
  which: ArrayLike<number> = Int32Array.from({ length: places.count }, (_, i) => i),
): Promise<Loss> {
  let sum = 0;
  let right = 0;
  const indices = Int32Array.from(which);
  for (let from = 0; from < indices.length; from += BATCH) {
    const batch = readBatch(texts, places, indices.subarray(from, from + BATCH), layout);
    const result = await lossOf(net, batch);
    sum += result.sum;
    right += result.right;
  }
  return { loss: sum / indices.length, accuracy: right / indices.length, count: indices.length };
}

/** The mean of two measurements over windows of their own, weighted by how many each has. */
export function together(a: Loss, b: Loss): Loss {
  const count = a.count + b.count;
  const mean = (x: number, y: number) => (x * a.count + y * b.count) / count;
  if (a.count === 0 || b.count === 0) return a.count === 0 ? b : a;
  return { loss: mean(a.loss, b.loss), accuracy: mean(a.accuracy, b.accuracy), count };
}
