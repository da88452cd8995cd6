ALTER TABLE "studies" ADD COLUMN "stop_rule_met_at" timestamp with time zone;
--> statement-breakpoint
-- A stop rule that was met stays met, whatever is excluded later.
CREATE FUNCTION keep_stop_rule_met() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'study %: its stop rule was met and stays met', OLD.slug
    USING ERRCODE = 'restrict_violation', CONSTRAINT = 'studies_stop_rule_kept';
END $$;
--> statement-breakpoint
CREATE TRIGGER studies_stop_rule_kept BEFORE UPDATE ON studies FOR EACH ROW
  WHEN (OLD.stop_rule_met_at IS NOT NULL AND NEW.stop_rule_met_at IS DISTINCT FROM OLD.stop_rule_met_at)
  EXECUTE FUNCTION keep_stop_rule_met();
