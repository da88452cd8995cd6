CREATE UNLOGGED TABLE "request_allowances" (
	"caller" text PRIMARY KEY NOT NULL,
	"whole_at" timestamp with time zone NOT NULL
);
