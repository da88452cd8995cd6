import { database, plainSql } from "@/lib/services/database";
import { loadDesignStimuli } from "@/lib/services/set/load-design-stimuli";
import { designInputOf } from "@/lib/study/design/design-input";
import { type Readiness, readiness } from "@/lib/study/readiness";
import { expectedMinutes } from "@/lib/study/session-plan";
import type { StudyFacts } from "./study-facts";

/** What keeps a study from its launch, what is worth knowing, and how long a session takes. */
export async function studyReadiness(facts: StudyFacts): Promise<Readiness & { minutes: number }> {
  const stimuli = await loadDesignStimuli(await database(), facts.setId);
  const sql = await plainSql();
  const [row] = await sql<{ seed: string; published: boolean; walked: boolean }[]>`
    select s.seed, t.published_at is not null as published, exists (
        select 1 from study_versions own
        join study_versions other on other.configuration_sha256 = own.configuration_sha256
        join studies tried on tried.id = other.study_id and tried.mode <> 'live' and tried.set_id = s.set_id
        join sessions x on x.version_id = other.id and x.status = 'complete'
        where own.study_id = s.id and own.number = ${facts.version}) as walked
    from studies s join stimulus_sets t on t.id = s.set_id where s.id = ${facts.id}`;
  const found = readiness(
    facts.configuration,
    designInputOf(row!.seed, facts.configuration, stimuli),
    stimuli,
  );
  const unpublished = row!.published ? [] : ["the stimulus set is not published"];
  const unwalked = row!.walked
    ? []
    : [
        "nobody has walked through it as it stands: make a test run and complete it, or let bots do so",
      ];
  const clipMs = Math.max(
    0,
    ...stimuli.filter(({ role }) => role === "main").map(({ durationMs }) => durationMs),
  );
  return {
    problems: [...unpublished, ...found.problems],
    warnings: [...found.warnings, ...unwalked],
    minutes: expectedMinutes(facts.configuration, clipMs),
  };
}
