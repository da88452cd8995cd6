CREATE VIEW "public"."counted_sessions" AS (
  select s.id, s.study_id, s.version_id, s.participant_id, s.status, s.language, s.device, s."group",
    e.reason as exclusion_reason,
    s.status = 'complete' as completed,
    e.session_id is not null as excluded,
    s.status = 'complete' and e.session_id is null as counts
  from sessions s
  join studies d on d.id = s.study_id and d.mode = s.mode
  left join exclusions e on e.session_id = s.id and e.undone_at is null);--> statement-breakpoint
CREATE VIEW "public"."counted_trials" AS (
  select t.id, t.session_id, t.kind, t.status, t.position, t.set_id, t.stimulus_id, t.repeat_of,
    s.study_id, s.participant_id, s.language, s.device, s."group", s.completed, s.excluded, s.counts,
    s.counts and t.kind = 'main' as planned,
    s.completed and t.kind = 'main' as with_excluded,
    t.kind in ('main', 'repeat') as all_given
  from counted_sessions s
  join trials t on t.session_id = s.id);