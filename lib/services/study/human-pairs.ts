import { plainSql } from "@/lib/services/database";
import { openSet } from "@/lib/services/study/public-home";
import { sha256Hex } from "@/lib/shared/canonical-json";

/** A composer's and a network's continuation of one opening, in an order that tells nothing. */
export interface HumanPair {
  item: string;
  /** The network. */
  model: string;
  clips: { source: string; machine: boolean }[];
}

interface PairRow {
  set: string;
  item: string;
  human: string;
  machine: string;
  model: string;
}

const source = (set: string, clip: string) => `/api/public/clips/${set}/${clip}`;

/**
 * Pairs of the newest published set with human excerpts that no running study needs kept secret: the
 * first items, a network each by turns. Their order within a pair follows from a digest of the ids.
 * @param count most pairs
 */
export async function humanPairs(count: number): Promise<HumanPair[]> {
  const sql = await plainSql();
  const rows = await sql<PairRow[]>`
    select s.id as "set", h.item, h.id as human, m.id as machine, m.condition as model
    from stimulus_sets s
    join stimuli h on h.set_id = s.id and h.role = 'main' and h.condition = 'human'
    join stimuli m on m.set_id = s.id and m.role = 'main' and m.item = h.item
      and m.condition not in ('human', 'scrambled')
    where s.status = 'published' and ${openSet(sql)}
    order by s.published_at desc, s.id, h.position, m.position`;
  const own = rows.filter((row) => row.set === rows[0]?.set);
  const items = [...new Set(own.map(({ item }) => item))].slice(0, count);
  return items.map((item, index) => {
    const choices = own.filter((row) => row.item === item);
    const { set, human, machine, model } = choices[index % choices.length]!;
    const clips = [
      { source: source(set, human), machine: false },
      { source: source(set, machine), machine: true },
    ];
    const turned = Number.parseInt(sha256Hex(`${human} ${machine}`).slice(0, 2), 16) % 2 === 1;
    return { item, model, clips: turned ? clips.reverse() : clips };
  });
}
