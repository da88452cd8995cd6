import fs from "node:fs";
import path from "node:path";
import type { GalleryPreset } from "@/lib/services/set/public-gallery";
import { SET_PRESETS } from "@/lib/stimuli/set-presets";

/** True where a checkpoint ships for one of a preset's models. */
export function hasTrained(preset: GalleryPreset): boolean {
  const { corpus, models } = SET_PRESETS[preset];
  const folder = path.join(/*turbopackIgnore: true*/ process.cwd(), "checkpoints", corpus);
  return models.some((model) => fs.existsSync(path.join(folder, model, "checkpoint.json")));
}
