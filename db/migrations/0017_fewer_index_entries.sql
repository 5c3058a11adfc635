ALTER TABLE "due_steps" DROP CONSTRAINT "due_steps_once";--> statement-breakpoint
DROP INDEX "accounts_network_account";--> statement-breakpoint
DROP INDEX "accounts_identity";--> statement-breakpoint
DROP INDEX "accounts_parent_profile";--> statement-breakpoint
DROP INDEX "disconnects_account";--> statement-breakpoint
DROP INDEX "due_steps_email";--> statement-breakpoint
DROP INDEX "emails_batch";--> statement-breakpoint
CREATE UNIQUE INDEX "due_steps_once" ON "due_steps" USING btree ("archive_id","disconnect_id","kind","series","step") WHERE "due_steps"."disconnect_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_identity" ON "accounts" USING btree ("network_account_id","network","archive_id") WHERE "accounts"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "accounts_parent_profile" ON "accounts" USING btree ("archive_id","parent_profile_id") WHERE "accounts"."parent_profile_id" is not null;--> statement-breakpoint
CREATE INDEX "disconnects_account" ON "disconnects" USING btree ("archive_id","account_id","id") WHERE "disconnects"."account_id" is not null;--> statement-breakpoint
CREATE INDEX "due_steps_email" ON "due_steps" USING btree ("archive_id","email_id") WHERE "due_steps"."email_id" is not null;--> statement-breakpoint
CREATE INDEX "emails_batch" ON "emails" USING btree ("archive_id","batch_id","batch_position") WHERE "emails"."batch_id" is not null;