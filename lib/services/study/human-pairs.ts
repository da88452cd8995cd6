import { and, desc, eq, notInArray } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { stimuli, stimulusSets } from "@/db/schema/stimuli";
import { database } from "@/lib/services/database";
import { openSet } from "@/lib/services/study/public-home";
import { sha256Hex } from "@/lib/shared/canonical-json";

/** A composer's and a network's continuation of one opening, in an order that tells nothing. */
export interface HumanPair {
  item: string;
  /** The network. */
  model: string;
  clips: { source: string; machine: boolean }[];
}

const source = (set: string, clip: string) => `/api/public/clips/${set}/${clip}`;

/**
 * Pairs of the newest published set with human excerpts that no running study needs kept secret: the
 * first items, a network each by turns. Their order within a pair follows from a digest of the ids.
 * @param count most pairs
 */
export async function humanPairs(count: number): Promise<HumanPair[]> {
  const rows = await pairRows();
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

async function pairRows() {
  const db = await database();
  const [people, machines] = [alias(stimuli, "people"), alias(stimuli, "machines")];
  return db
    .select({
      set: stimulusSets.id,
      item: people.item,
      human: people.id,
      machine: machines.id,
      model: machines.condition,
    })
    .from(stimulusSets)
    .innerJoin(
      people,
      and(
        eq(people.setId, stimulusSets.id),
        eq(people.role, "main"),
        eq(people.condition, "human"),
      ),
    )
    .innerJoin(
      machines,
      and(
        eq(machines.setId, stimulusSets.id),
        eq(machines.role, "main"),
        eq(machines.item, people.item),
        notInArray(machines.condition, ["human", "scrambled"]),
      ),
    )
    .where(and(eq(stimulusSets.status, "published"), openSet(db)))
    .orderBy(desc(stimulusSets.publishedAt), stimulusSets.id, people.position, machines.position);
}
