import { plainSql } from "@/lib/services/database";
import { openSet } from "@/lib/services/study/public-home";
import type { StimulusSet } from "@/lib/stimuli/manifest";

/** The set presets that the gallery shows, one for each task. */
export const GALLERY_PRESETS = ["families", "chorales"] as const;
/** A set preset that the gallery shows. */
export type GalleryPreset = (typeof GALLERY_PRESETS)[number];

/** A piece of the gallery. */
export interface GalleryPiece {
  stimulusId: string;
  condition: string;
  /** The primer that it continues. */
  item: string;
  durationMs: number;
}

/** The pieces of one task. */
export interface GallerySet {
  setId: string;
  /** Corpus whose primers they continue. */
  corpus: string | null;
  temperature: number | null;
  pieces: GalleryPiece[];
}

interface SetRow {
  id: string;
  preset: GalleryPreset;
  details: StimulusSet;
}

/**
 * The newest published set of each preset that the gallery shows. A set used in a study that has not
 * released its results is never among them.
 */
export async function publicGallery(): Promise<Record<GalleryPreset, GallerySet | null>> {
  const sql = await plainSql();
  const sets = await sql<SetRow[]>`
    select distinct on (s.preset) s.id, s.preset, s.details from stimulus_sets s
    where s.preset in ${sql(GALLERY_PRESETS)} and s.status = 'published' and ${openSet(sql)}
    order by s.preset, s.published_at desc, s.id`;
  const found: Record<GalleryPreset, GallerySet | null> = { families: null, chorales: null };
  for (const { id, preset, details } of sets) {
    const pieces = await sql<GalleryPiece[]>`
      select id as "stimulusId", condition, item, duration_ms as "durationMs" from stimuli
      where set_id = ${id} and role = 'main' order by position`;
    const { sampling, temperature } = details;
    found[preset] = { setId: id, corpus: sampling?.primers.corpus ?? null, temperature, pieces };
  }
  return found;
}
