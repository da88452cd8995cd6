import { database, plainSql } from "@/lib/services/database";
import { loadDesignStimuli } from "@/lib/services/set/load-design-stimuli";
import { InputError } from "@/lib/shared/invariant";
import { auditDesign, type DesignAudit } from "@/lib/study/design/audit";
import type {
  StoredDesign,
  StoredSession,
  StoredSlotEvent,
} from "@/lib/study/design/audit-records";
import { designInputOf } from "@/lib/study/design/design-input";
import { currentVersion, findStudy, type StudyRow } from "./find-study";

/** The design audit of a study, with what its stored ratings add. */
export interface StudyAudit extends DesignAudit {
  study: string;
  seed: string;
  ratings: {
    stored: number;
    /** (trial, dimension) pairs with more than one row: 0, as the database refuses them. */
    doubled: number;
    /** Rated trials that lack a dimension; where erasing took the ratings, it took the receipt too. */
    incomplete: number;
    /** Completed sessions with a trial that is neither rated nor skipped. */
    unfinished: number;
    skipped: number;
  };
}

/**
 * Recomputes a launched study's design from its data: every order from the seed, balance at every
 * moment, one row per answered (trial, dimension).
 * @throws InputError for an unknown or unlaunched study
 */
export async function auditStudy(slug: string): Promise<StudyAudit> {
  const db = await database();
  const study = await findStudy(slug);
  if (!study.launchedAt)
    throw new InputError(`expected a launched study, ${slug} is a draft`, { code: "conflict" });
  const { configuration } = await currentVersion(db, study);
  const stimuli = await loadDesignStimuli(db, study.setId);
  const audit = auditDesign(
    designInputOf(study.seed, configuration, stimuli),
    await storedDesign(study),
  );
  const ratings = await ratingCounts(study, configuration.dimensions.length);
  const ok = audit.ok && ratings.doubled + ratings.incomplete + ratings.unfinished === 0;
  return { study: slug, seed: study.seed, ...audit, ok, ratings };
}

async function storedDesign(study: StudyRow): Promise<StoredDesign> {
  const sql = await plainSql();
  const sessions = await sql<StoredSession[]>`
    select s.id, l.number as slot, s.start_language as "startLanguage", s."group", s.dimension_order as "dimensionOrder",
      s.status = 'complete' and e.id is null as counts,
      (select coalesce(jsonb_agg(jsonb_build_object('kind', t.kind, 'position', t.position, 'block', t.block,
          'stimulus', t.stimulus_id, 'repeatOf', f.position)), '[]')
        from trials t left join trials f on f.id = t.repeat_of where t.session_id = s.id) as trials
    from sessions s join slots l on l.id = s.slot_id
    left join exclusions e on e.session_id = s.id and e.undone_at is null
    where s.study_id = ${study.id}`;
  const events = await sql<StoredSlotEvent[]>`
    select l.number as slot, v.kind from slot_events v join slots l on l.id = v.slot_id
    where l.study_id = ${study.id} order by v.sequence`;
  const slots = await sql<StoredDesign["slots"][number][]>`
    select number, status, returned_at is not null as returned from slots where study_id = ${study.id}`;
  return { sessions, events, slots };
}

async function ratingCounts(study: StudyRow, dimensions: number): Promise<StudyAudit["ratings"]> {
  const sql = await plainSql();
  const [row] = await sql<[StudyAudit["ratings"]]>`
    with own as (
      select t.id, t.status, s.status as session_status,
        exists (select from receipts c where c.trial_id = t.id) as received,
        (select count(*) from ratings r where r.trial_id = t.id) as given,
        (select count(distinct dimension) from ratings r where r.trial_id = t.id) as different
      from trials t join sessions s on s.id = t.session_id where s.study_id = ${study.id}
    )
    select coalesce(sum(given), 0)::int as stored, coalesce(sum(given - different), 0)::int as doubled,
      (count(*) filter (where status = 'rated' and received and different <> ${dimensions}))::int as incomplete,
      (count(*) filter (where status = 'pending' and session_status = 'complete'))::int as unfinished,
      (count(*) filter (where status = 'skipped'))::int as skipped
    from own`;
  return row;
}
