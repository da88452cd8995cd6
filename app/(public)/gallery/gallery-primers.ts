import { type DrawnPrimer, drawnPrimer } from "@/app/(public)/gallery/primer";
import type { GalleryPreset, GallerySet } from "@/lib/services/set/public-gallery";

/** Task of each set preset that the gallery shows. */
export const GALLERY_TASKS = { families: "melody", chorales: "polyphony" } as const;

/** Score of a primer that pieces of a gallery's set continue; null where it isn't in the committed list. */
export async function galleryPrimer(
  preset: GalleryPreset,
  set: GallerySet,
  item: string,
): Promise<DrawnPrimer | null> {
  return set.corpus ? drawnPrimer(set.corpus, item, GALLERY_TASKS[preset]) : null;
}
