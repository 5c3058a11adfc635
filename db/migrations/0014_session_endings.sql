ALTER TABLE "sessions" DROP CONSTRAINT "sessions_enums";--> statement-breakpoint
ALTER TABLE "oidc_attempts" ADD COLUMN "again" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "oidc_attempts" ADD COLUMN "started_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "authenticated_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "ended_by" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_enums" CHECK ("sessions"."kind" in ('link', 'login') and ("sessions"."kind" = 'link') = ("sessions"."link_id" is not null and "sessions"."link_epoch" is not null)
      and "sessions"."signed_in_by" in ('email', 'organization', 'archive') and "sessions"."ended_by" in ('ended', 'address', 'access', 'sign_in_key'));--> statement-breakpoint
UPDATE "sessions" SET "authenticated_at" = 'epoch' WHERE "signed_in_by" IN ('organization', 'archive') AND "revoked_at" IS NULL;
