-- What the database itself refuses, whoever asks.

-- A rating lies inside the range that its study version gives the dimension.
CREATE FUNCTION check_rating_range() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  scale record;
BEGIN
  SELECT d.low, d.high INTO scale
    FROM trials t
    JOIN sessions s ON s.id = t.session_id
    JOIN study_dimensions d ON d.version_id = s.version_id AND d.dimension = NEW.dimension
    WHERE t.id = NEW.trial_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'dimension % does not belong to the study version of trial %', NEW.dimension, NEW.trial_id
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ratings_dimension';
  END IF;
  IF NEW.value < scale.low OR NEW.value > scale.high THEN
    RAISE EXCEPTION 'rating % lies outside %..%', NEW.value, scale.low, scale.high
      USING ERRCODE = 'check_violation', CONSTRAINT = 'ratings_range';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER ratings_range BEFORE INSERT ON ratings
  FOR EACH ROW EXECUTE FUNCTION check_rating_range();
--> statement-breakpoint

-- The first stored value wins: no rating changes, and none goes but by the erasing of a withdrawal
-- or of the retention command, which say so inside their transaction.
CREATE FUNCTION keep_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('study.erasing', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'ratings are never changed and only erased by a withdrawal'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ratings_kept';
END $$;
--> statement-breakpoint
CREATE TRIGGER ratings_kept BEFORE UPDATE OR DELETE ON ratings
  FOR EACH ROW EXECUTE FUNCTION keep_ratings();
--> statement-breakpoint
CREATE FUNCTION keep_all_ratings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ratings are never truncated'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ratings_kept';
END $$;
--> statement-breakpoint
CREATE TRIGGER ratings_not_truncated BEFORE TRUNCATE ON ratings
  FOR EACH STATEMENT EXECUTE FUNCTION keep_all_ratings();
--> statement-breakpoint

-- A published set stays as it is; archiving and unarchiving only hide and show it.
CREATE FUNCTION keep_published_set() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NULL THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE'
    AND NEW.status IN ('published', 'archived')
    AND to_jsonb(NEW) - ARRAY['status', 'archived_at', 'parent_id']
      = to_jsonb(OLD) - ARRAY['status', 'archived_at', 'parent_id'] THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'stimulus set % is published: it is never changed or deleted', OLD.id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'stimulus_sets_published_kept';
END $$;
--> statement-breakpoint
CREATE TRIGGER stimulus_sets_kept BEFORE UPDATE OR DELETE ON stimulus_sets
  FOR EACH ROW EXECUTE FUNCTION keep_published_set();
--> statement-breakpoint
CREATE FUNCTION keep_published_stimuli() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  set_of text := CASE TG_OP WHEN 'INSERT' THEN NEW.set_id ELSE OLD.set_id END;
BEGIN
  IF EXISTS (SELECT 1 FROM stimulus_sets WHERE id = set_of AND published_at IS NOT NULL) THEN
    RAISE EXCEPTION 'stimulus set % is published: its stimuli are never changed', set_of
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'stimulus_sets_published_kept';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER stimuli_kept BEFORE INSERT OR UPDATE OR DELETE ON stimuli
  FOR EACH ROW EXECUTE FUNCTION keep_published_stimuli();
--> statement-breakpoint
CREATE TRIGGER stimulus_files_kept BEFORE INSERT OR UPDATE OR DELETE ON stimulus_files
  FOR EACH ROW EXECUTE FUNCTION keep_published_stimuli();
--> statement-breakpoint
CREATE FUNCTION keep_blobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'bytes are named by their digest and never change'
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'blobs_kept';
END $$;
--> statement-breakpoint
CREATE TRIGGER blobs_kept BEFORE UPDATE ON blobs
  FOR EACH ROW EXECUTE FUNCTION keep_blobs();
--> statement-breakpoint

-- A frozen version stays as it is.
CREATE FUNCTION keep_frozen_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status <> 'frozen' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'version % of study % is frozen: it is never changed or deleted', OLD.number, OLD.study_id
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'study_versions_kept';
END $$;
--> statement-breakpoint
CREATE TRIGGER study_versions_kept BEFORE UPDATE OR DELETE ON study_versions
  FOR EACH ROW EXECUTE FUNCTION keep_frozen_version();
--> statement-breakpoint
CREATE FUNCTION keep_frozen_dimensions() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  version_of text := CASE TG_OP WHEN 'INSERT' THEN NEW.version_id ELSE OLD.version_id END;
BEGIN
  IF EXISTS (SELECT 1 FROM study_versions WHERE id = version_of AND status = 'frozen') THEN
    RAISE EXCEPTION 'version % is frozen: its scales are never changed', version_of
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'study_versions_kept';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER study_dimensions_kept BEFORE INSERT OR UPDATE OR DELETE ON study_dimensions
  FOR EACH ROW EXECUTE FUNCTION keep_frozen_dimensions();
--> statement-breakpoint

-- After launch a study's seed, set and slug stand; the mark test or simulated is never taken off;
-- a launched study is never a draft again.
CREATE FUNCTION keep_launched_study() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.mode <> NEW.mode AND (OLD.mode <> 'live' OR OLD.launched_at IS NOT NULL) THEN
    RAISE EXCEPTION 'study % is marked %: the mark is never changed', OLD.slug, OLD.mode
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'studies_mode_kept';
  END IF;
  IF OLD.launched_at IS NOT NULL AND (
    (NEW.seed, NEW.set_id, NEW.slug, NEW.launched_at, NEW.id)
      IS DISTINCT FROM (OLD.seed, OLD.set_id, OLD.slug, OLD.launched_at, OLD.id)
    OR NEW.status = 'draft'
  ) THEN
    RAISE EXCEPTION 'study % is launched: its seed, set and slug are frozen', OLD.slug
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'studies_launched_kept';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER studies_kept BEFORE UPDATE ON studies
  FOR EACH ROW EXECUTE FUNCTION keep_launched_study();
--> statement-breakpoint
CREATE FUNCTION check_session_mode() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- A session's mark is never taken off, and a simulated study has simulated sessions only.
  IF TG_OP = 'UPDATE' AND (NEW.mode, NEW.study_id, NEW.version_id, NEW.start_language)
      IS DISTINCT FROM (OLD.mode, OLD.study_id, OLD.version_id, OLD.start_language) THEN
    RAISE EXCEPTION 'session %: study, version, mark and start language are never changed', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'sessions_kept';
  END IF;
  IF TG_OP = 'INSERT' AND NOT EXISTS (
    SELECT 1 FROM studies WHERE id = NEW.study_id AND (mode = 'live' AND NEW.mode IN ('live', 'test') OR mode = NEW.mode)
  ) THEN
    RAISE EXCEPTION 'a session marked % does not belong into this study', NEW.mode
      USING ERRCODE = 'check_violation', CONSTRAINT = 'sessions_study_mode';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER sessions_mode BEFORE INSERT OR UPDATE ON sessions
  FOR EACH ROW EXECUTE FUNCTION check_session_mode();
--> statement-breakpoint

-- The assignment of a session stands from the start.
CREATE FUNCTION keep_trials() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.session_id, NEW.type, NEW.kind, NEW.position, NEW.block, NEW.set_id, NEW.stimulus_id, NEW.repeat_of)
    IS DISTINCT FROM
     (OLD.id, OLD.session_id, OLD.type, OLD.kind, OLD.position, OLD.block, OLD.set_id, OLD.stimulus_id, OLD.repeat_of) THEN
    RAISE EXCEPTION 'trial %: what is presented where is never changed', OLD.id
      USING ERRCODE = 'restrict_violation', CONSTRAINT = 'trials_kept';
  END IF;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER trials_kept BEFORE UPDATE ON trials
  FOR EACH ROW EXECUTE FUNCTION keep_trials();
