CREATE TABLE "jobs" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"input" jsonb NOT NULL,
	"result" jsonb,
	"progress" double precision DEFAULT 0 NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"log" text[] DEFAULT '{}' NOT NULL,
	"error" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"cancel_requested_at" timestamp with time zone,
	"worker_id" text,
	"heartbeat_at" timestamp with time zone,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	CONSTRAINT "jobs_id" CHECK ("jobs"."id" ~ '^job_[0-9a-z]{20}$'),
	CONSTRAINT "jobs_status" CHECK ("jobs"."status" in ('queued', 'running', 'done', 'failed', 'cancelled')),
	CONSTRAINT "jobs_progress" CHECK ("jobs"."progress" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "workers" (
	"id" text PRIMARY KEY NOT NULL,
	"host" text NOT NULL,
	"version" text NOT NULL,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"seen_at" timestamp with time zone DEFAULT now() NOT NULL,
	"stopped_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "answers" (
	"session_id" text NOT NULL,
	"question" text NOT NULL,
	"value" jsonb,
	"answered_at" timestamp with time zone NOT NULL,
	CONSTRAINT "answers_question" UNIQUE("session_id","question")
);
--> statement-breakpoint
CREATE TABLE "checks" (
	"session_id" text NOT NULL,
	"kind" text NOT NULL,
	"attempt" integer NOT NULL,
	"passed" boolean NOT NULL,
	"detail" jsonb NOT NULL,
	"taken_at" timestamp with time zone NOT NULL,
	CONSTRAINT "checks_attempt" UNIQUE("session_id","kind","attempt"),
	CONSTRAINT "checks_kind" CHECK ("checks"."kind" in ('sound', 'huggins', 'antiphase'))
);
--> statement-breakpoint
CREATE TABLE "consents" (
	"id" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"text_sha256" text NOT NULL,
	"shown" jsonb NOT NULL,
	"agreed" boolean NOT NULL,
	"age_confirmed" boolean NOT NULL,
	"given_at" timestamp with time zone NOT NULL,
	CONSTRAINT "consents_session" UNIQUE("session_id"),
	CONSTRAINT "consents_id" CHECK ("consents"."id" ~ '^cns_[0-9a-z]{20}$')
);
--> statement-breakpoint
CREATE TABLE "exclusions" (
	"id" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"reason" text NOT NULL,
	"rule" text,
	"excluded_by" text,
	"excluded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_by" text,
	"undone_at" timestamp with time zone,
	CONSTRAINT "exclusions_id" CHECK ("exclusions"."id" ~ '^exc_[0-9a-z]{20}$')
);
--> statement-breakpoint
CREATE TABLE "participants" (
	"id" text PRIMARY KEY NOT NULL,
	"study_id" text NOT NULL,
	"recruitment" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"recruitment_sha256" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "participants_recruitment" UNIQUE("study_id","recruitment_sha256"),
	CONSTRAINT "participants_id" CHECK ("participants"."id" ~ '^prt_[0-9a-z]{20}$')
);
--> statement-breakpoint
CREATE TABLE "session_events" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "session_events_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"session_id" text NOT NULL,
	"kind" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"happened_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" text PRIMARY KEY NOT NULL,
	"study_id" text NOT NULL,
	"version_id" text NOT NULL,
	"participant_id" text NOT NULL,
	"slot_id" text,
	"mode" text NOT NULL,
	"status" text DEFAULT 'active' NOT NULL,
	"state" jsonb NOT NULL,
	"language" text NOT NULL,
	"start_language" text NOT NULL,
	"group" text,
	"dimension_order" text[] NOT NULL,
	"start_key" text NOT NULL,
	"secret_sha256" text NOT NULL,
	"resume_sha256" text NOT NULL,
	"withdraw_sha256" text NOT NULL,
	"lab" boolean DEFAULT false NOT NULL,
	"device" text,
	"machine" text,
	"declared_clock" boolean DEFAULT false NOT NULL,
	"started_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	"completed_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	CONSTRAINT "sessions_start_key" UNIQUE("study_id","start_key"),
	CONSTRAINT "sessions_id" CHECK ("sessions"."id" ~ '^ses_[0-9a-z]{20}$'),
	CONSTRAINT "sessions_mode" CHECK ("sessions"."mode" in ('live', 'test', 'simulated')),
	CONSTRAINT "sessions_status" CHECK ("sessions"."status" in ('active', 'complete', 'abandoned', 'declined', 'screened-out', 'withdrawn')),
	CONSTRAINT "sessions_completed" CHECK (("sessions"."status" <> 'complete') or ("sessions"."completed_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "slot_events" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "slot_events_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"slot_id" text NOT NULL,
	"session_id" text,
	"kind" text NOT NULL,
	"reason" text,
	"happened_at" timestamp with time zone NOT NULL,
	CONSTRAINT "slot_events_kind" CHECK ("slot_events"."kind" in ('claimed', 'returned', 'completed')),
	CONSTRAINT "slot_events_reason" CHECK (("slot_events"."kind" = 'returned') = ("slot_events"."reason" is not null))
);
--> statement-breakpoint
CREATE TABLE "slots" (
	"id" text PRIMARY KEY NOT NULL,
	"study_id" text NOT NULL,
	"number" integer NOT NULL,
	"status" text DEFAULT 'free' NOT NULL,
	"session_id" text,
	"claimed_at" timestamp with time zone,
	"returned_at" timestamp with time zone,
	CONSTRAINT "slots_number" UNIQUE("study_id","number"),
	CONSTRAINT "slots_id" CHECK ("slots"."id" ~ '^slt_[0-9a-z]{20}$'),
	CONSTRAINT "slots_status" CHECK ("slots"."status" in ('free', 'claimed', 'done')),
	CONSTRAINT "slots_held" CHECK ("slots"."status" = 'free' or "slots"."claimed_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "withdrawals" (
	"id" text PRIMARY KEY NOT NULL,
	"study_id" text NOT NULL,
	"session_id" text NOT NULL,
	"receipt" text NOT NULL,
	"ratings" integer NOT NULL,
	"after_completion" boolean NOT NULL,
	"withdrawn_at" timestamp with time zone NOT NULL,
	CONSTRAINT "withdrawals_sessionId_unique" UNIQUE("session_id"),
	CONSTRAINT "withdrawals_id" CHECK ("withdrawals"."id" ~ '^wdr_[0-9a-z]{20}$')
);
--> statement-breakpoint
CREATE TABLE "account_holders" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"email_verified" boolean DEFAULT false NOT NULL,
	"image" text,
	"role" text DEFAULT 'researcher' NOT NULL,
	"banned" boolean DEFAULT false NOT NULL,
	"ban_reason" text,
	"ban_expires_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "account_holders_role_known" CHECK ("account_holders"."role" in ('admin', 'researcher'))
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"number" bigint PRIMARY KEY NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"act" text NOT NULL,
	"object_kind" text NOT NULL,
	"object_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"previous_hash" text NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_entries_hash_unique" UNIQUE("hash"),
	CONSTRAINT "audit_entries_number_positive" CHECK ("audit_entries"."number" > 0)
);
--> statement-breakpoint
CREATE TABLE "one_time_links" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"secret_digest" text NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"used_at" timestamp with time zone,
	CONSTRAINT "one_time_links_secret_digest_unique" UNIQUE("secret_digest")
);
--> statement-breakpoint
CREATE TABLE "request_limits" (
	"id" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"count" integer NOT NULL,
	"last_request_ms" bigint NOT NULL,
	CONSTRAINT "request_limits_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "sign_in_failures" (
	"key" text PRIMARY KEY NOT NULL,
	"count" integer NOT NULL,
	"last_failed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_in_methods" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"provider_id" text NOT NULL,
	"account_holder_id" text NOT NULL,
	"access_token" text,
	"refresh_token" text,
	"id_token" text,
	"access_token_expires_at" timestamp with time zone,
	"refresh_token_expires_at" timestamp with time zone,
	"scope" text,
	"password" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sign_ins" (
	"id" text PRIMARY KEY NOT NULL,
	"token" text NOT NULL,
	"account_holder_id" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"ip_address" text,
	"user_agent" text,
	"impersonated_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "sign_ins_token_unique" UNIQUE("token")
);
--> statement-breakpoint
CREATE TABLE "site_secrets" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "verification_values" (
	"id" text PRIMARY KEY NOT NULL,
	"identifier" text NOT NULL,
	"value" text NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "blobs" (
	"sha256" text PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL,
	"length" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "blobs_digest" CHECK ("blobs"."sha256" = encode(sha256("blobs"."bytes"), 'hex')),
	CONSTRAINT "blobs_length" CHECK ("blobs"."length" = octet_length("blobs"."bytes"))
);
--> statement-breakpoint
CREATE TABLE "stimuli" (
	"set_id" text NOT NULL,
	"id" text NOT NULL,
	"position" integer NOT NULL,
	"role" text NOT NULL,
	"condition" text NOT NULL,
	"item" text NOT NULL,
	"duration_ms" real NOT NULL,
	"loudness" real,
	"true_peak" real,
	"seed" text,
	"originality" jsonb NOT NULL,
	"description" jsonb NOT NULL,
	"factors" jsonb NOT NULL,
	"repairs" integer NOT NULL,
	"catch" jsonb,
	CONSTRAINT "stimuli_set_id_id_pk" PRIMARY KEY("set_id","id"),
	CONSTRAINT "stimuli_id" CHECK ("stimuli"."id" ~ '^stm_[0-9a-z]{20}$'),
	CONSTRAINT "stimuli_role" CHECK ("stimuli"."role" in ('main', 'practice', 'calibration', 'catch')),
	CONSTRAINT "stimuli_numbers" CHECK ("stimuli"."repairs" >= 0 and "stimuli"."position" >= 0)
);
--> statement-breakpoint
CREATE TABLE "stimulus_files" (
	"set_id" text NOT NULL,
	"stimulus_id" text NOT NULL,
	"kind" text NOT NULL,
	"sha256" text NOT NULL,
	CONSTRAINT "stimulus_files_set_id_stimulus_id_kind_pk" PRIMARY KEY("set_id","stimulus_id","kind"),
	CONSTRAINT "stimulus_files_kind" CHECK ("stimulus_files"."kind" in ('mp3', 'mid', 'events', 'musicxml', 'svg'))
);
--> statement-breakpoint
CREATE TABLE "stimulus_sets" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"preset" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"details" jsonb NOT NULL,
	"parent_id" text,
	"job_id" text,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"published_at" timestamp with time zone,
	"archived_at" timestamp with time zone,
	CONSTRAINT "stimulus_sets_id" CHECK ("stimulus_sets"."id" ~ '^set_[0-9a-z]{20}$'),
	CONSTRAINT "stimulus_sets_status" CHECK ("stimulus_sets"."status" in ('draft', 'published', 'archived')),
	CONSTRAINT "stimulus_sets_published" CHECK ("stimulus_sets"."status" = 'draft' or "stimulus_sets"."published_at" is not null or "stimulus_sets"."archived_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "studies" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"mode" text DEFAULT 'live' NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"seed" text NOT NULL,
	"set_id" text NOT NULL,
	"parent_id" text,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"launched_at" timestamp with time zone,
	"paused_at" timestamp with time zone,
	"closed_at" timestamp with time zone,
	"archived_at" timestamp with time zone,
	"unblinded_at" timestamp with time zone,
	"released_at" timestamp with time zone,
	CONSTRAINT "studies_slug_unique" UNIQUE("slug"),
	CONSTRAINT "studies_id" CHECK ("studies"."id" ~ '^std_[0-9a-z]{20}$'),
	CONSTRAINT "studies_mode" CHECK ("studies"."mode" in ('live', 'test', 'simulated')),
	CONSTRAINT "studies_status" CHECK ("studies"."status" in ('draft', 'open', 'paused', 'closed')),
	CONSTRAINT "studies_slug" CHECK ("studies"."slug" ~ '^[a-z0-9](-?[a-z0-9])*$' and length("studies"."slug") <= 60),
	CONSTRAINT "studies_launched" CHECK ("studies"."status" = 'draft' or "studies"."launched_at" is not null)
);
--> statement-breakpoint
CREATE TABLE "study_dimensions" (
	"version_id" text NOT NULL,
	"dimension" text NOT NULL,
	"position" integer NOT NULL,
	"low" integer NOT NULL,
	"high" integer NOT NULL,
	CONSTRAINT "study_dimensions_version_id_dimension_pk" PRIMARY KEY("version_id","dimension"),
	CONSTRAINT "study_dimensions_points" CHECK ("study_dimensions"."high" - "study_dimensions"."low" between 1 and 10),
	CONSTRAINT "study_dimensions_count" CHECK ("study_dimensions"."position" between 1 and 6)
);
--> statement-breakpoint
CREATE TABLE "study_looks" (
	"id" text PRIMARY KEY NOT NULL,
	"study_id" text NOT NULL,
	"looked_by" text,
	"reason" text NOT NULL,
	"completed" integer NOT NULL,
	"looked_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "study_looks_id" CHECK ("study_looks"."id" ~ '^lok_[0-9a-z]{20}$')
);
--> statement-breakpoint
CREATE TABLE "study_results" (
	"study_id" text NOT NULL,
	"kind" text NOT NULL,
	"data_sha256" text NOT NULL,
	"value" jsonb,
	"started_at" timestamp with time zone DEFAULT now() NOT NULL,
	"computed_at" timestamp with time zone,
	CONSTRAINT "study_results_study_id_kind_data_sha256_pk" PRIMARY KEY("study_id","kind","data_sha256")
);
--> statement-breakpoint
CREATE TABLE "study_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"study_id" text NOT NULL,
	"number" integer NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"change" text DEFAULT 'first' NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"configuration" jsonb NOT NULL,
	"configuration_sha256" text NOT NULL,
	"plan_sha256" text NOT NULL,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"frozen_at" timestamp with time zone,
	CONSTRAINT "study_versions_number" UNIQUE("study_id","number"),
	CONSTRAINT "study_versions_id" CHECK ("study_versions"."id" ~ '^ver_[0-9a-z]{20}$'),
	CONSTRAINT "study_versions_status" CHECK ("study_versions"."status" in ('draft', 'frozen')),
	CONSTRAINT "study_versions_change" CHECK ("study_versions"."change" in ('first', 'cosmetic', 'substantive')),
	CONSTRAINT "study_versions_positive" CHECK ("study_versions"."number" >= 1),
	CONSTRAINT "study_versions_frozen" CHECK (("study_versions"."status" = 'frozen') = ("study_versions"."frozen_at" is not null))
);
--> statement-breakpoint
CREATE TABLE "clip_tokens" (
	"token" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"purpose" text NOT NULL,
	"trial_id" text,
	"set_id" text,
	"stimulus_id" text,
	"tone" jsonb,
	"served_at" timestamp with time zone,
	CONSTRAINT "clip_tokens_trialId_unique" UNIQUE("trial_id"),
	CONSTRAINT "clip_tokens_source" CHECK (("clip_tokens"."stimulus_id" is null) <> ("clip_tokens"."tone" is null))
);
--> statement-breakpoint
CREATE TABLE "ratings" (
	"id" text PRIMARY KEY NOT NULL,
	"trial_id" text NOT NULL,
	"dimension" text NOT NULL,
	"value" integer NOT NULL,
	"client_key" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "ratings_trial_dimension" UNIQUE("trial_id","dimension"),
	CONSTRAINT "ratings_client_key" UNIQUE("trial_id","client_key"),
	CONSTRAINT "ratings_id" CHECK ("ratings"."id" ~ '^rtg_[0-9a-z]{20}$')
);
--> statement-breakpoint
CREATE TABLE "receipts" (
	"trial_id" text PRIMARY KEY NOT NULL,
	"first_play_ms" double precision,
	"plays" integer NOT NULL,
	"seeks" integer NOT NULL,
	"pauses" integer NOT NULL,
	"ranges" jsonb NOT NULL,
	"coverage" double precision NOT NULL,
	"hidden_ms" double precision NOT NULL,
	"elapsed_ms" double precision NOT NULL,
	"server_ms" double precision NOT NULL,
	"rated_ms" jsonb NOT NULL,
	"sample_rate" double precision,
	"load_failures" integer NOT NULL,
	"late" boolean NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "receipts_counts" CHECK ("receipts"."plays" >= 0 and "receipts"."seeks" >= 0 and "receipts"."pauses" >= 0 and "receipts"."hidden_ms" >= 0 and "receipts"."elapsed_ms" >= 0),
	CONSTRAINT "receipts_coverage" CHECK ("receipts"."coverage" between 0 and 1)
);
--> statement-breakpoint
CREATE TABLE "trials" (
	"id" text PRIMARY KEY NOT NULL,
	"session_id" text NOT NULL,
	"type" text DEFAULT 'rating' NOT NULL,
	"kind" text NOT NULL,
	"position" integer NOT NULL,
	"block" integer NOT NULL,
	"set_id" text NOT NULL,
	"stimulus_id" text NOT NULL,
	"repeat_of" text,
	"status" text DEFAULT 'pending' NOT NULL,
	"comment" text DEFAULT '' NOT NULL,
	"skip_reason" text,
	"shown_at" timestamp with time zone,
	"rated_at" timestamp with time zone,
	CONSTRAINT "trials_id" CHECK ("trials"."id" ~ '^trl_[0-9a-z]{20}$'),
	CONSTRAINT "trials_type" CHECK ("trials"."type" in ('rating')),
	CONSTRAINT "trials_kind" CHECK ("trials"."kind" in ('practice', 'main', 'repeat', 'catch')),
	CONSTRAINT "trials_status" CHECK ("trials"."status" in ('pending', 'rated', 'skipped')),
	CONSTRAINT "trials_position" CHECK ("trials"."position" >= 1),
	CONSTRAINT "trials_repeat" CHECK (("trials"."kind" = 'repeat') = ("trials"."repeat_of" is not null)),
	CONSTRAINT "trials_skipped" CHECK (("trials"."status" = 'skipped') = ("trials"."skip_reason" is not null))
);
--> statement-breakpoint
ALTER TABLE "answers" ADD CONSTRAINT "answers_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "checks" ADD CONSTRAINT "checks_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "consents" ADD CONSTRAINT "consents_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "exclusions" ADD CONSTRAINT "exclusions_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "participants" ADD CONSTRAINT "participants_study_id_studies_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."studies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session_events" ADD CONSTRAINT "session_events_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_study_id_studies_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."studies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_version_id_study_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."study_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_participant_id_participants_id_fk" FOREIGN KEY ("participant_id") REFERENCES "public"."participants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_slot_id_slots_id_fk" FOREIGN KEY ("slot_id") REFERENCES "public"."slots"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot_events" ADD CONSTRAINT "slot_events_slot_id_slots_id_fk" FOREIGN KEY ("slot_id") REFERENCES "public"."slots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slot_events" ADD CONSTRAINT "slot_events_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slots" ADD CONSTRAINT "slots_study_id_studies_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."studies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "slots" ADD CONSTRAINT "slots_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_study_id_studies_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."studies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_methods" ADD CONSTRAINT "sign_in_methods_account_holder_id_account_holders_id_fk" FOREIGN KEY ("account_holder_id") REFERENCES "public"."account_holders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_ins" ADD CONSTRAINT "sign_ins_account_holder_id_account_holders_id_fk" FOREIGN KEY ("account_holder_id") REFERENCES "public"."account_holders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stimuli" ADD CONSTRAINT "stimuli_set_id_stimulus_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "public"."stimulus_sets"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stimulus_files" ADD CONSTRAINT "stimulus_files_sha256_blobs_sha256_fk" FOREIGN KEY ("sha256") REFERENCES "public"."blobs"("sha256") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stimulus_files" ADD CONSTRAINT "stimulus_files_set_id_stimulus_id_stimuli_set_id_id_fk" FOREIGN KEY ("set_id","stimulus_id") REFERENCES "public"."stimuli"("set_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stimulus_sets" ADD CONSTRAINT "stimulus_sets_parent_id_stimulus_sets_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."stimulus_sets"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "studies" ADD CONSTRAINT "studies_set_id_stimulus_sets_id_fk" FOREIGN KEY ("set_id") REFERENCES "public"."stimulus_sets"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_dimensions" ADD CONSTRAINT "study_dimensions_version_id_study_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."study_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_looks" ADD CONSTRAINT "study_looks_study_id_studies_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."studies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_results" ADD CONSTRAINT "study_results_study_id_studies_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."studies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "study_versions" ADD CONSTRAINT "study_versions_study_id_studies_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."studies"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clip_tokens" ADD CONSTRAINT "clip_tokens_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clip_tokens" ADD CONSTRAINT "clip_tokens_trial_id_trials_id_fk" FOREIGN KEY ("trial_id") REFERENCES "public"."trials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "clip_tokens" ADD CONSTRAINT "clip_tokens_set_id_stimulus_id_stimuli_set_id_id_fk" FOREIGN KEY ("set_id","stimulus_id") REFERENCES "public"."stimuli"("set_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ratings" ADD CONSTRAINT "ratings_trial_id_trials_id_fk" FOREIGN KEY ("trial_id") REFERENCES "public"."trials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "receipts" ADD CONSTRAINT "receipts_trial_id_trials_id_fk" FOREIGN KEY ("trial_id") REFERENCES "public"."trials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trials" ADD CONSTRAINT "trials_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trials" ADD CONSTRAINT "trials_repeat_of_trials_id_fk" FOREIGN KEY ("repeat_of") REFERENCES "public"."trials"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "trials" ADD CONSTRAINT "trials_set_id_stimulus_id_stimuli_set_id_id_fk" FOREIGN KEY ("set_id","stimulus_id") REFERENCES "public"."stimuli"("set_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "jobs_by_status" ON "jobs" USING btree ("status","created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "exclusions_standing" ON "exclusions" USING btree ("session_id") WHERE "exclusions"."undone_at" is null;--> statement-breakpoint
CREATE INDEX "session_events_by_session" ON "session_events" USING btree ("session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_secret" ON "sessions" USING btree ("secret_sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_resume" ON "sessions" USING btree ("resume_sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_withdraw" ON "sessions" USING btree ("withdraw_sha256");--> statement-breakpoint
CREATE INDEX "sessions_by_study" ON "sessions" USING btree ("study_id","status","last_seen_at");--> statement-breakpoint
CREATE INDEX "sessions_by_participant" ON "sessions" USING btree ("participant_id");--> statement-breakpoint
CREATE INDEX "sessions_by_slot" ON "sessions" USING btree ("slot_id");--> statement-breakpoint
CREATE INDEX "slot_events_by_slot" ON "slot_events" USING btree ("slot_id");--> statement-breakpoint
CREATE INDEX "slots_waiting" ON "slots" USING btree ("study_id","status","returned_at","number");--> statement-breakpoint
CREATE UNIQUE INDEX "slots_one_session" ON "slots" USING btree ("session_id") WHERE "slots"."status" <> 'free';--> statement-breakpoint
CREATE INDEX "withdrawals_by_study" ON "withdrawals" USING btree ("study_id");--> statement-breakpoint
CREATE UNIQUE INDEX "account_holders_email_key" ON "account_holders" USING btree (lower("email"));--> statement-breakpoint
CREATE INDEX "audit_entries_object_idx" ON "audit_entries" USING btree ("object_kind","object_id");--> statement-breakpoint
CREATE INDEX "audit_entries_actor_idx" ON "audit_entries" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "one_time_links_email_idx" ON "one_time_links" USING btree ("email");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_methods_holder_provider_key" ON "sign_in_methods" USING btree ("account_holder_id","provider_id");--> statement-breakpoint
CREATE INDEX "sign_ins_account_holder_idx" ON "sign_ins" USING btree ("account_holder_id");--> statement-breakpoint
CREATE INDEX "verification_values_identifier_idx" ON "verification_values" USING btree ("identifier");--> statement-breakpoint
CREATE INDEX "stimuli_by_id" ON "stimuli" USING btree ("id");--> statement-breakpoint
CREATE INDEX "stimulus_files_by_digest" ON "stimulus_files" USING btree ("sha256");--> statement-breakpoint
CREATE UNIQUE INDEX "stimulus_sets_job" ON "stimulus_sets" USING btree ("job_id");--> statement-breakpoint
CREATE INDEX "studies_by_set" ON "studies" USING btree ("set_id");--> statement-breakpoint
CREATE INDEX "study_looks_by_study" ON "study_looks" USING btree ("study_id");--> statement-breakpoint
CREATE UNIQUE INDEX "clip_tokens_purpose" ON "clip_tokens" USING btree ("session_id","purpose") WHERE "clip_tokens"."trial_id" is null;--> statement-breakpoint
CREATE INDEX "clip_tokens_by_session" ON "clip_tokens" USING btree ("session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "trials_order" ON "trials" USING btree ("session_id",("kind" = 'practice'),"position");--> statement-breakpoint
CREATE INDEX "trials_by_stimulus" ON "trials" USING btree ("set_id","stimulus_id");