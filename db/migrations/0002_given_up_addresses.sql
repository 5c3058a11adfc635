ALTER TABLE "users" DROP CONSTRAINT "users_enums";--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "separate_copies" text[];--> statement-breakpoint
ALTER TABLE "emails" ADD COLUMN "copy_of" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "email_failed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "email_retried_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "email_retried_by" text;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "email_confirmed_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "auto_retry_used" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "lift_suppression" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "email_doubt_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "email_doubt_addresses" text[];--> statement-breakpoint
CREATE UNIQUE INDEX "emails_copy_once" ON "emails" USING btree ("archive_id","copy_of","to_address") WHERE "emails"."copy_of" is not null;--> statement-breakpoint
CREATE INDEX "users_given_up" ON "users" USING btree ("email_failed_at") WHERE "users"."email_state" <> 'ok' and not "users"."auto_retry_used";--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_enums" CHECK ("users"."admin_role" in ('primary_administrator', 'full_access_administrator', 'read_only_administrator')
      and "users"."access" in ('connect_only', 'invite') and "users"."email_state" in ('ok', 'bounced', 'complained', 'suppressed')
      and "users"."email_retried_by" in ('person', 'automatic'));--> statement-breakpoint
-- Addresses given up before this version are tried again once, a week from now. Some were given up on a guess.
UPDATE "users" SET "email_failed_at" = now() WHERE "email_state" <> 'ok';
