CREATE TABLE "study_drafts" (
	"study_id" text NOT NULL,
	"number" integer NOT NULL,
	"content" jsonb NOT NULL,
	"saved_by" text,
	"saved_by_name" text NOT NULL,
	"begun_at" timestamp with time zone DEFAULT now() NOT NULL,
	"saved_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "study_drafts_study_id_number_pk" PRIMARY KEY("study_id","number")
);
--> statement-breakpoint
ALTER TABLE "study_drafts" ADD CONSTRAINT "study_drafts_study_id_studies_id_fk" FOREIGN KEY ("study_id") REFERENCES "public"."studies"("id") ON DELETE cascade ON UPDATE no action;