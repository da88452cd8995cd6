import { database } from "@/lib/services/database";
import { loadDesignStimuli } from "@/lib/services/set/load-design-stimuli";
import type { PlannedRating } from "@/lib/stats/recovery";
import { largestQuota } from "@/lib/study/analysis-plan";
import type { StudyConfiguration } from "@/lib/study/configuration";
import { assignmentOf } from "@/lib/study/design/assignment";
import { designInputOf } from "@/lib/study/design/design-input";
import { currentVersion, findStudy } from "./find-study";

/** The design that a study's plan analyses: who hears which clips of the models, slot by slot. */
export async function plannedRatings(
  slug: string,
): Promise<{ configuration: StudyConfiguration; design: PlannedRating[] }> {
  const db = await database();
  const study = await findStudy(slug);
  const { configuration } = await currentVersion(db, study);
  const input = designInputOf(study.seed, configuration, await loadDesignStimuli(db, study.setId));
  const models = new Set(configuration.trials.models.map(({ condition }) => condition));
  const language = configuration.languages[0]!;
  const slots = Array.from({ length: largestQuota(configuration.stop) }, (_, i) => i + 1);
  const design = slots.flatMap((number) =>
    assignmentOf(input, number, language)
      .trials.filter(({ kind, condition }) => kind === "main" && models.has(condition))
      .map(({ stimulus, condition, item }) => ({
        participant: `slot ${number}`,
        stimulus,
        condition,
        item,
      })),
  );
  // As the study's own analysis: by condition in the order of its configuration.
  const place = (name: string) => [...models].indexOf(name);
  design.sort((a, b) => place(a.condition) - place(b.condition));
  return { configuration, design };
}
