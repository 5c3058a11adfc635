-- In the order in which a sign-in with the organization locks them: the person's choice, then their session.
ALTER TABLE "oidc_attempts" ADD COLUMN "again" boolean DEFAULT false NOT NULL, ADD COLUMN "started_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
-- One statement that reads no row. Sessions from before it need no time: services/access/sessions.ts takes none for fresh that someone else vouched for.
ALTER TABLE "sessions" DROP CONSTRAINT "sessions_enums", ADD COLUMN "authenticated_at" timestamp (3) with time zone, ADD COLUMN "ended_by" text,
  ADD CONSTRAINT "sessions_enums" CHECK ("sessions"."kind" in ('link', 'login') and ("sessions"."kind" = 'link') = ("sessions"."link_id" is not null and "sessions"."link_epoch" is not null)
      and "sessions"."signed_in_by" in ('email', 'organization', 'archive') and "sessions"."ended_by" in ('ended', 'address', 'access', 'sign_in_key')) NOT VALID;--> statement-breakpoint
-- Last, because the lock stays until the end: all that is done under it is to read the rows once.
ALTER TABLE "sessions" VALIDATE CONSTRAINT "sessions_enums";
