import type postgres from "postgres";

/** What plain SQL says of a study's balance, without a line of the design audit's code. */
export interface BalanceBySql {
  /** Neighbouring trials of one condition. */
  neighbours: number;
  /** Rated trials that have other than one row for each dimension of their version. */
  notOnce: number;
  /** Moments looked at: claims and returns. */
  moments: number;
  /** Largest excess of a class's gap over 1 + the returned slots waiting; 0 or less is fine. */
  excess: number;
  /** Largest gap of a class over completed sessions. */
  finalGap: number;
}

/**
 * Counts everything anew from sessions, trials and slot events. A class is the conditions under
 * comparison together, or one anchor.
 */
export async function balanceBySql(sql: postgres.Sql, studyId: string): Promise<BalanceBySql> {
  const [orders] = await sql`
    with own as (
      select t.session_id, t.position, t.kind, i.condition,
        lag(i.condition) over w as before, lag(t.kind) over w as kind_before
      from trials t join sessions s on s.id = t.session_id
      join stimuli i on i.set_id = t.set_id and i.id = t.stimulus_id
      where s.study_id = ${studyId} and t.kind <> 'practice'
      window w as (partition by t.session_id order by t.position)
    )
    select count(*)::int as neighbours from own
    where condition = before and kind <> 'catch' and kind_before <> 'catch'`;
  const [rows] = await sql`
    select count(*)::int as not_once from (
      select t.id from trials t join sessions s on s.id = t.session_id
      join study_dimensions d on d.version_id = s.version_id
      left join ratings r on r.trial_id = t.id and r.dimension = d.dimension
      where s.study_id = ${studyId} and t.status = 'rated'
      group by t.id, d.dimension having count(r.id) <> 1
    ) wrong`;
  const [gaps] = await sql`
    with slot_clips as (
      select distinct s.slot_id, t.stimulus_id
      from sessions s join trials t on t.session_id = s.id and t.kind = 'main'
      where s.study_id = ${studyId}
    ), clips as (
      select i.id as stimulus_id,
        case when i.condition in ('human', 'scrambled') then i.condition else 'models' end as class
      from stimuli i join studies x on x.set_id = i.set_id
      where x.id = ${studyId} and i.role = 'main'
    ), moves as (
      select v.sequence, v.slot_id, case v.kind when 'claimed' then 1 else -1 end as by,
        case when v.kind = 'returned' then 1
          when lag(v.kind) over (partition by v.slot_id order by v.sequence) = 'returned' then -1
          else 0 end as returned
      from slot_events v join slots l on l.id = v.slot_id
      where l.study_id = ${studyId} and v.kind <> 'completed'
    ), waiting as (
      select sequence, sum(returned) over (order by sequence) as slots from moves
    ), heard as (
      select m.sequence, c.class, c.stimulus_id,
        sum(case when k.slot_id is null then 0 else m.by end)
          over (partition by c.stimulus_id order by m.sequence) as times
      from moves m cross join clips c
      left join slot_clips k on k.slot_id = m.slot_id and k.stimulus_id = c.stimulus_id
    ), uneven as (
      select sequence, class, max(times) - min(times) as gap from heard group by sequence, class
    )
    select max(u.gap - 1 - w.slots)::int as excess, count(distinct u.sequence)::int as moments
    from uneven u join waiting w using (sequence)`;
  const [last] = await sql`
    with times as (
      select case when i.condition in ('human', 'scrambled') then i.condition else 'models' end as class,
        (select count(*) from trials t join sessions s on s.id = t.session_id
          where s.study_id = x.id and s.status = 'complete' and t.kind = 'main'
            and t.stimulus_id = i.id) as times
      from stimuli i join studies x on x.set_id = i.set_id
      where x.id = ${studyId} and i.role = 'main'
    )
    select max(gap)::int as gap from (
      select max(times) - min(times) as gap from times group by class
    ) classes`;
  return {
    neighbours: orders!.neighbours,
    notOnce: rows!.not_once,
    moments: gaps!.moments,
    excess: gaps!.excess,
    finalGap: last!.gap,
  };
}
