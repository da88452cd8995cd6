import { zipSync } from "fflate";
import { plainSql } from "@/lib/services/database";
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
  const sql = await plainSql();
  const rows = await sql<
    { id: string; condition: string; item: string; kind: string; bytes: Uint8Array }[]
  >`
    select t.id, t.condition, t.item, f.kind, b.bytes from stimuli t
    join stimulus_files f on f.set_id = t.set_id and f.stimulus_id = t.id
    join blobs b on b.sha256 = f.sha256
    where t.set_id = ${facts.setId} and f.kind in ('mp3', 'mid', 'musicxml')
      and exists (select 1 from trials x join sessions s on s.id = x.session_id
        where s.study_id = ${facts.id} and s.mode = ${facts.mode}
          and x.set_id = t.set_id and x.stimulus_id = t.id and x.kind = 'main')
    order by t.position, f.kind`;
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
