CREATE TABLE "mail_budgets" (
	"key" text PRIMARY KEY NOT NULL,
	"reserved_until" timestamp (3) with time zone NOT NULL,
	"refused" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "not_before" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "mail_budgets_reserved_until" ON "mail_budgets" USING btree ("reserved_until");--> statement-breakpoint
CREATE INDEX "emails_requested" ON "emails" USING btree ("archive_id","user_id","created_at") WHERE "emails"."state" = 'due' or "emails"."kind" in ('link', 'sign_in');--> statement-breakpoint
CREATE INDEX "emails_held_back" ON "emails" USING btree ("not_before") WHERE "emails"."state" = 'due' and "emails"."not_before" is not null;