import { and, desc, eq, inArray } from "drizzle-orm";
import { stimuli, stimulusSets } from "@/db/schema/stimuli";
import { type Database, database } from "@/lib/services/database";
import { openSet } from "@/lib/services/study/public-home";

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

/**
 * The newest published set of each preset that the gallery shows. A set used in a study that has not
 * released its results is never among them.
 */
export async function publicGallery(): Promise<Record<GalleryPreset, GallerySet | null>> {
  const db = await database();
  const { id, preset, details, status, publishedAt } = stimulusSets;
  const sets = await db
    .selectDistinctOn([preset], { id, preset, details })
    .from(stimulusSets)
    .where(and(inArray(preset, [...GALLERY_PRESETS]), eq(status, "published"), openSet(db)))
    .orderBy(preset, desc(publishedAt), id);
  const found: Record<GalleryPreset, GallerySet | null> = { families: null, chorales: null };
  for (const set of sets) {
    const { sampling, temperature } = set.details;
    found[set.preset as GalleryPreset] = {
      setId: set.id,
      corpus: sampling?.primers.corpus ?? null,
      temperature,
      pieces: await piecesOf(db, set.id),
    };
  }
  return found;
}

async function piecesOf(db: Database, setId: string): Promise<GalleryPiece[]> {
  const { id: stimulusId, condition, item, durationMs, position } = stimuli;
  return db
    .select({ stimulusId, condition, item, durationMs })
    .from(stimuli)
    .where(and(eq(stimuli.setId, setId), eq(stimuli.role, "main")))
    .orderBy(position);
}
