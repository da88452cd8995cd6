import { plainSql } from "@/lib/services/database";
import type { FileKind } from "@/lib/stimuli/manifest";

/** A clip that anybody may hear, with who made it. */
export interface PublicClip {
  setId: string;
  stimulusId: string;
  condition: string;
}

/** What the home page shows beside its words. */
export interface PublicHome {
  /** Two models' continuations of one primer, from a set that no running study needs kept secret. */
  pair: [PublicClip, PublicClip] | null;
  /** The study whose results were released last. */
  released: string | null;
}

/** The home page's clips and study. */
export async function publicHome(): Promise<PublicHome> {
  const sql = await plainSql();
  const [pair] = await sql<{ setId: string; clips: { id: string; condition: string }[] }[]>`
    select t.set_id as "setId", jsonb_agg(jsonb_build_object('id', t.id, 'condition', t.condition) order by t.position) as clips
    from stimuli t join stimulus_sets s on s.id = t.set_id
    where t.role = 'main' and s.status = 'published' and ${openSet(sql)}
      and t.condition in (select c->>'id' from jsonb_array_elements(s.details->'conditions') c where c->>'kind' = 'model')
    group by t.set_id, t.item, s.published_at having count(*) >= 2
    order by s.published_at desc, t.item limit 1`;
  const [study] = await sql<{ slug: string }[]>`
    select slug from studies where released_at is not null and status = 'closed' and mode = 'live' and archived_at is null
    order by released_at desc limit 1`;
  return {
    pair: pair ? firstTwo(pair.setId, pair.clips) : null,
    released: study?.slug ?? null,
  };
}

/** Sets whose models' names give nothing away: no live study that uses them is unreleased. */
export function openSet(sql: Awaited<ReturnType<typeof plainSql>>) {
  return sql`not exists (
    select 1 from studies d where d.set_id = s.id and d.mode = 'live' and d.launched_at is not null
      and (d.released_at is null or d.status <> 'closed'))`;
}

function firstTwo(
  setId: string,
  clips: readonly { id: string; condition: string }[],
): PublicHome["pair"] {
  const [a, b] = clips;
  if (!a || !b) return null;
  const clip = ({ id, condition }: { id: string; condition: string }) => ({
    setId,
    stimulusId: id,
    condition,
  });
  return [clip(a), clip(b)];
}

/** One file of a public clip, or null where there is none. */
export async function publicFile(
  setId: string,
  stimulusId: string,
  kind: FileKind,
): Promise<{ bytes: Uint8Array; sha256: string } | null> {
  const sql = await plainSql();
  const [row] = await sql<{ bytes: Uint8Array; sha256: string }[]>`
    select b.bytes, b.sha256 from stimulus_files f
    join blobs b on b.sha256 = f.sha256
    join stimulus_sets s on s.id = f.set_id
    where f.set_id = ${setId} and f.stimulus_id = ${stimulusId} and f.kind = ${kind} and s.status = 'published' and ${openSet(sql)}`;
  return row ?? null;
}
