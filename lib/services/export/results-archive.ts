import { and, eq, exists, inArray } from "drizzle-orm";
import { zipSync } from "fflate";
import { countedTrials } from "@/db/schema/counted";
import { blobs, stimuli, stimulusFiles } from "@/db/schema/stimuli";
import { database } from "@/lib/services/database";
import type { PublicResults } from "@/lib/services/result/public-results";
import { exportStream } from "./export-stream";

/** Entries carry one fixed moment, so that the same study gives the same bytes. */
const MOMENT = new Date("2000-01-01T00:00:00Z");
const PLAIN = new TextEncoder();

type Files = Record<string, Uint8Array>;

const zipped = (files: Files) => zipSync(files, { level: 6, mtime: MOMENT });

async function gathered(pieces: AsyncIterable<string | Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) {
    parts.push(typeof piece === "string" ? PLAIN.encode(piece) : piece);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * Every clip that the study's listeners rated, with MIDI and MusicXML, in a folder for each condition.
 * Names are the condition, the item and the stimulus.
 */
export async function clipsArchive({ facts }: PublicResults): Promise<Uint8Array> {
  const db = await database();
  const { id, condition, item, position, setId } = stimuli;
  const heard = db
    .select({ id: countedTrials.id })
    .from(countedTrials)
    .where(
      and(
        eq(countedTrials.studyId, facts.id),
        eq(countedTrials.setId, setId),
        eq(countedTrials.stimulusId, id),
        eq(countedTrials.kind, "main"),
      ),
    );
  const rows = await db
    .select({ id, condition, item, kind: stimulusFiles.kind, bytes: blobs.bytes })
    .from(stimuli)
    .innerJoin(stimulusFiles, and(eq(stimulusFiles.setId, setId), eq(stimulusFiles.stimulusId, id)))
    .innerJoin(blobs, eq(blobs.sha256, stimulusFiles.sha256))
    .where(
      and(
        eq(setId, facts.setId),
        inArray(stimulusFiles.kind, ["mp3", "mid", "musicxml"]),
        exists(heard),
      ),
    )
    .orderBy(position, stimulusFiles.kind);
  const files: Files = {};
  for (const { id, condition, item, kind, bytes } of rows) {
    files[`${condition}/${item}-${id}.${kind}`] = new Uint8Array(bytes);
  }
  return zipped(files);
}

const SHARED = { freeText: false, blind: false, level: "shared", externalIds: false } as const;

/** The ratings at the level that may be shared: new ids, relative times, nothing written by people. */
export async function sharedRatings({ facts }: PublicResults): Promise<Uint8Array> {
  return gathered(await exportStream(facts, { ...SHARED, format: "csv" }));
}

/** Figure, numbers, ratings for sharing and their codebook. */
export async function resultsBundle(shown: PublicResults): Promise<Uint8Array> {
  const codebook = await gathered(
    await exportStream(shown.facts, { ...SHARED, format: "codebook" }),
  );
  return zipped({
    "figure.svg": PLAIN.encode(shown.figureWithCaption),
    "results.json": PLAIN.encode(`${JSON.stringify(shown.results, null, 2)}\n`),
    "ratings.csv": await sharedRatings(shown),
    "codebook.json": codebook,
  });
}
