import { eq } from "drizzle-orm";
import { stimulusSets } from "@/db/schema/stimuli";
import { database } from "@/lib/services/database";
import { clipsToRate } from "@/lib/services/set/condition-summary";
import type { StudyFacts } from "@/lib/services/study/study-facts";

/** From this share of a condition's clips on, rejections are worth a warning. */
const MANY = 0.5;

/** What of the design the reader of a result must know: no anchors, conditions with many rejections. */
export async function resultWarnings(facts: StudyFacts): Promise<string[]> {
  const db = await database();
  const [set] = await db
    .select({ details: stimulusSets.details })
    .from(stimulusSets)
    .where(eq(stimulusSets.id, facts.setId));
  const clips = await clipsToRate(facts.setId);
  const anchors = facts.configuration.trials.anchors.length;
  return [
    ...(anchors === 0
      ? [
          "No anchors were heard. Ratings are relative to the set: differences between these models stand, but the level of a mean says nothing about other studies.",
        ]
      : []),
    ...facts.conditions.flatMap(({ id, label }) => {
      const rejected = set!.details.rejections
        .filter(({ model }) => model === id)
        .reduce((sum, { count }) => sum + count, 0);
      const kept = clips[id] ?? 0;
      if (kept === 0 || rejected / (rejected + kept) < MANY) return [];
      return [
        `${label}: ${rejected} clips were rejected by the rules of the set and ${kept} kept. Its ratings are about the clips that passed.`,
      ];
    }),
  ];
}
