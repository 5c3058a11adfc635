CREATE TABLE "held_sign_ins" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"session_id" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "held_sign_ins_archive_id_id_pk" PRIMARY KEY("archive_id","id")
);
--> statement-breakpoint
DROP INDEX "transfers_running";--> statement-breakpoint
ALTER TABLE "transfers" ADD COLUMN "adds_owner" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "transfers" ADD COLUMN "actor" jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "transfers" ADD COLUMN "workflow_tried_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "accounts" ADD COLUMN "transfer_id" text;--> statement-breakpoint
ALTER TABLE "parent_profiles" ADD COLUMN "transfer_id" text;--> statement-breakpoint
ALTER TABLE "held_sign_ins" ADD CONSTRAINT "held_sign_ins_session_fk" FOREIGN KEY ("archive_id","session_id") REFERENCES "public"."sessions"("archive_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "held_sign_ins_expiry" ON "held_sign_ins" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "held_sign_ins_session" ON "held_sign_ins" USING btree ("archive_id","session_id");--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_transfer_fk" FOREIGN KEY ("archive_id","transfer_id") REFERENCES "public"."transfers"("archive_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parent_profiles" ADD CONSTRAINT "parent_profiles_transfer_fk" FOREIGN KEY ("archive_id","transfer_id") REFERENCES "public"."transfers"("archive_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "transfers_to_owner" ON "transfers" USING btree ("archive_id","to_owner_id");--> statement-breakpoint
CREATE INDEX "accounts_in_transfer" ON "accounts" USING btree ("archive_id","transfer_id") WHERE "accounts"."transfer_id" is not null;--> statement-breakpoint
CREATE INDEX "parent_profiles_in_transfer" ON "parent_profiles" USING btree ("archive_id","transfer_id") WHERE "parent_profiles"."transfer_id" is not null;--> statement-breakpoint
CREATE INDEX "transfers_running" ON "transfers" USING btree ("workflow_tried_at") WHERE "transfers"."status" = 'running';--> statement-breakpoint
ALTER TABLE "transfers" DROP COLUMN "account_ids";--> statement-breakpoint
ALTER TABLE "transfers" DROP COLUMN "parent_profile_ids";--> statement-breakpoint
ALTER TABLE "transfers" DROP COLUMN "with_managed_accounts";--> statement-breakpoint
ALTER TABLE "transfers" DROP COLUMN "requested_by";--> statement-breakpoint
ALTER TABLE "transfers" ADD CONSTRAINT "transfers_ended_whole" CHECK (("transfers"."status" = 'running') = ("transfers"."finished_at" is null) and ("transfers"."status" = 'completed') = ("transfers"."moved" is not null)
      and ("transfers"."status" in ('refused', 'failed')) = ("transfers"."error" is not null));--> statement-breakpoint
-- A transfer moves a Parent Profile and the accounts that it authorizes in two statements; in between, each pair is split.
ALTER TABLE "accounts" ALTER CONSTRAINT "accounts_parent_profile_fk" DEFERRABLE INITIALLY IMMEDIATE;
