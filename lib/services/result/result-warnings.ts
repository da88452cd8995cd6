import { plainSql } from "@/lib/services/database";
import type { StudyFacts } from "@/lib/services/study/study-facts";
import type { StimulusSet } from "@/lib/stimuli/manifest";

/** From this share of a condition's clips on, rejections are worth a warning. */
const MANY = 0.5;

/** What of the design the reader of a result must know: no anchors, conditions with many rejections. */
export async function resultWarnings(facts: StudyFacts): Promise<string[]> {
  const sql = await plainSql();
  const [set] = await sql<[{ details: StimulusSet; clips: Record<string, number> }]>`
    select details, coalesce((select jsonb_object_agg(condition, n) from (
        select condition, count(*)::int as n from stimuli where set_id = ${facts.setId} and role = 'main' group by 1) c), '{}') as clips
    from stimulus_sets where id = ${facts.setId}`;
  const anchors = facts.configuration.trials.anchors.length;
  return [
    ...(anchors === 0
      ? [
          "No anchors were heard. Ratings are relative to the set: differences between these models stand, but the level of a mean says nothing about other studies.",
        ]
      : []),
    ...facts.conditions.flatMap(({ id, label }) => {
      const rejected = set.details.rejections
        .filter(({ model }) => model === id)
        .reduce((sum, { count }) => sum + count, 0);
      const kept = set.clips[id] ?? 0;
      if (kept === 0 || rejected / (rejected + kept) < MANY) return [];
      return [
        `${label}: ${rejected} clips were rejected by the rules of the set and ${kept} kept. Its ratings are about the clips that passed.`,
      ];
    }),
  ];
}
