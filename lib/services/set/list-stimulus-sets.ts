import { plainSql } from "@/lib/services/database";
import type { SetStatus } from "@/lib/study/terms";

/** A set as lists show it. */
export interface ListedSet {
  id: string;
  name: string;
  preset: string;
  status: SetStatus;
  stimuli: number;
  conditions: string[];
  createdAt: Date;
}

/** All stimulus sets, the newest first. */
export async function listStimulusSets(): Promise<ListedSet[]> {
  const sql = await plainSql();
  return sql<ListedSet[]>`
    select s.id, s.name, s.preset, s.status, s.created_at as "createdAt",
      (select count(*)::int from stimuli t where t.set_id = s.id) as stimuli,
      array(select c->>'id' from jsonb_array_elements(s.details->'conditions') c) as conditions
    from stimulus_sets s
    order by s.created_at desc, s.id`;
}
