CREATE TABLE "brakes" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"network" text NOT NULL,
	"state" text DEFAULT 'holding' NOT NULL,
	"began_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" text,
	CONSTRAINT "brakes_archive_id_id_pk" PRIMARY KEY("archive_id","id"),
	CONSTRAINT "brakes_enums" CHECK ("brakes"."state" in ('holding', 'released', 'withdrawn', 'expired') and ("brakes"."state" = 'holding') = ("brakes"."ended_at" is null))
);
--> statement-breakpoint
ALTER TABLE "accounts" DROP CONSTRAINT "accounts_enums";--> statement-breakpoint
ALTER TABLE "emails" DROP CONSTRAINT "emails_enums";--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "authorization_id" text;--> statement-breakpoint
-- Which rows came from one consent was not kept; each is taken as one of its own.
UPDATE "credentials" SET "authorization_id" = "id";--> statement-breakpoint
ALTER TABLE "credentials" ALTER COLUMN "authorization_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "authorized_by" text;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "authorized_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
UPDATE "credentials" SET "authorized_at" = "updated_at";--> statement-breakpoint
-- Who authorized: the Parent Profile, or the account itself; at Google the channel's id is not the person's.
UPDATE "credentials" c SET "authorized_by" = p."network_profile_id" FROM "parent_profiles" p
  WHERE p."archive_id" = c."archive_id" AND p."id" = c."parent_profile_id";--> statement-breakpoint
UPDATE "credentials" c SET "authorized_by" = coalesce(p."network_profile_id", a."network_account_id")
  FROM "accounts" a LEFT JOIN "parent_profiles" p ON p."archive_id" = a."archive_id" AND p."id" = a."parent_profile_id"
  WHERE a."archive_id" = c."archive_id" AND a."id" = c."account_id"
    AND (p."id" IS NOT NULL OR a."network" IN ('x', 'linkedin_profile'));--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "refresh_digest" "bytea";--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "refresh_prefix_digest" "bytea";--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "data_access_expires_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "renew_after" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "check_after" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "doubts" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "credentials" ADD COLUMN "discarded_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "disconnects" ADD COLUMN "brake_id" text;--> statement-breakpoint
ALTER TABLE "brakes" ADD CONSTRAINT "brakes_archive_id_archives_id_fk" FOREIGN KEY ("archive_id") REFERENCES "public"."archives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "brakes_one_holding" ON "brakes" USING btree ("archive_id","network") WHERE "brakes"."state" = 'holding';--> statement-breakpoint
CREATE INDEX "brakes_ended" ON "brakes" USING btree ("archive_id","network","ended_at");--> statement-breakpoint
ALTER TABLE "disconnects" ADD CONSTRAINT "disconnects_brake_fk" FOREIGN KEY ("archive_id","brake_id") REFERENCES "public"."brakes"("archive_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credentials_authorization" ON "credentials" USING btree ("archive_id","authorization_id");--> statement-breakpoint
CREATE INDEX "credentials_authorized_by" ON "credentials" USING btree ("authorized_by") WHERE "credentials"."authorized_by" is not null;--> statement-breakpoint
CREATE INDEX "credentials_refresh_digest" ON "credentials" USING btree ("refresh_digest") WHERE "credentials"."refresh_digest" is not null;--> statement-breakpoint
CREATE INDEX "credentials_refresh_prefix" ON "credentials" USING btree ("refresh_prefix_digest") WHERE "credentials"."refresh_prefix_digest" is not null;--> statement-breakpoint
CREATE INDEX "credentials_to_renew" ON "credentials" USING btree ("expires_at") WHERE "credentials"."refresh_token" is not null and "credentials"."expires_at" is not null;--> statement-breakpoint
CREATE INDEX "credentials_to_ask" ON "credentials" USING btree (least("data_access_expires_at",
    case when "refresh_token" is null then "expires_at" else "refresh_expires_at" end)) WHERE "credentials"."asked_at" is null;--> statement-breakpoint
CREATE INDEX "credentials_discarded" ON "credentials" USING btree ("discarded_at") WHERE "credentials"."discarded_at" is not null;--> statement-breakpoint
CREATE INDEX "credentials_to_check" ON "credentials" USING btree ("check_after") WHERE "credentials"."check_after" is not null;--> statement-breakpoint
CREATE INDEX "disconnects_braked" ON "disconnects" USING btree ("archive_id","brake_id") WHERE "disconnects"."brake_id" is not null;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_enums" CHECK ("accounts"."status" in ('connected', 'disconnected', 'inactive'));--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_enums" CHECK ("emails"."state" in ('due', 'composed', 'accepted', 'unknown', 'failed', 'dropped')
      and "emails"."kind" in ('first', 'reminder', 'disconnected_again', 'reconnected', 'transferred', 'link', 'admin_notice', 'sign_in', 'weekly_summary', 'expiring')
      and "emails"."delivery" in ('delivered', 'delayed', 'bounced', 'complained', 'suppressed', 'failed'));