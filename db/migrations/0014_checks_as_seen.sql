ALTER TABLE "credentials" ADD COLUMN "last_check" jsonb;--> statement-breakpoint
CREATE INDEX "credentials_checked" ON "credentials" USING btree ("checked_at" NULLS FIRST);