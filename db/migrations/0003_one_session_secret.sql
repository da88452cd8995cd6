DROP INDEX "sessions_resume";--> statement-breakpoint
ALTER TABLE "sessions" DROP COLUMN "resume_sha256";