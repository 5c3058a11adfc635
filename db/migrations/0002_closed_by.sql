ALTER TABLE "disconnects" ADD COLUMN "closed_by_kind" text;--> statement-breakpoint
ALTER TABLE "disconnects" ADD COLUMN "closed_by_name" text;