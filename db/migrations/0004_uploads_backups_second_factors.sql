CREATE TABLE "backups" (
	"id" text PRIMARY KEY NOT NULL,
	"place" text NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "backups_id" CHECK ("backups"."id" ~ '^bkp_[0-9a-z]{20}$')
);
--> statement-breakpoint
CREATE TABLE "second_factors" (
	"id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"account_holder_id" text NOT NULL,
	"verified" boolean DEFAULT true NOT NULL,
	"failed_verifications" integer DEFAULT 0 NOT NULL,
	"locked_until_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"id" text PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL,
	"length" integer NOT NULL,
	"created_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "uploads_id" CHECK ("uploads"."id" ~ '^upl_[0-9a-z]{20}$'),
	CONSTRAINT "uploads_length" CHECK ("uploads"."length" = octet_length("uploads"."bytes"))
);
--> statement-breakpoint
ALTER TABLE "account_holders" ADD COLUMN "two_factor_enabled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_account_holder_id_account_holders_id_fk" FOREIGN KEY ("account_holder_id") REFERENCES "public"."account_holders"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "backups_by_moment" ON "backups" USING btree ("made_at");--> statement-breakpoint
CREATE UNIQUE INDEX "second_factors_account_holder_key" ON "second_factors" USING btree ("account_holder_id");