import type * as tf from "@tensorflow/tfjs";
import { lstm } from "@/lib/models/lstm";
import { MODEL_IDS, type ModelId, WINDOW } from "@/lib/models/model-ids";
import type { Initialisation, ModelShape } from "@/lib/models/output";
import { resnet20LocalConv, resnet20Naive } from "@/lib/models/resnet20";
import { threeLayerCnn } from "@/lib/models/three-layer-cnn";
import { InputError } from "@/lib/shared/invariant";

const FILTERS = [8, 32, 64] as const;

/** How each model is built; total by type, so that a new id without a builder does not compile. */
const BUILDERS: Record<ModelId, (shape: ModelShape) => tf.LayersModel> = {
  CNN_a: (s) => threeLayerCnn({ local: [true, true, true], filters: FILTERS }, s),
  CNN_b: (s) => threeLayerCnn({ local: [true, false, false], filters: FILTERS }, s),
  CNN_c: (s) => threeLayerCnn({ local: [false, false, true], filters: FILTERS }, s),
  CNN_Naive_Large: (s) =>
    threeLayerCnn({ local: [false, false, false], filters: [64, 64, 117] }, s),
  CNN_Naive: (s) => threeLayerCnn({ local: [false, false, false], filters: FILTERS }, s),
  resNet20_Naive: resnet20Naive,
  resNet20_LocalConv: resnet20LocalConv,
  LSTM: lstm,
};

/**
 * Builds a model with freshly drawn weights.
 * @param classes size of the alphabet (38 melody, 259 polyphony)
 * @param seed of the first weights; the same seed gives the same weights on every backend
 * @throws InputError when the id is not one of the eight
 */
export function buildModel(
  id: string,
  classes: number,
  seed = 0,
  window = WINDOW,
  initialisation: Initialisation = "study",
): tf.LayersModel {
  const builder = BUILDERS[id as ModelId];
  if (!builder) {
    throw new InputError(`model: expected one of ${MODEL_IDS.join(", ")}, got "${id}"`);
  }
  return builder({ window, classes, seed, initialisation });
}
