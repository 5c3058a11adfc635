ALTER TABLE "sessions" DROP CONSTRAINT "sessions_enums";--> statement-breakpoint
ALTER TABLE "api_keys" ADD COLUMN "responsible_id" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "signed_in_by" text;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "last_used_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "replaced_by" text;--> statement-breakpoint
-- Whoever made a key is responsible for it, as far as the audit log knows: a person, or whoever is responsible for the key that made it. If
-- that person has left or can't have keys anymore, it's the Primary Administrator. The operator's keys have no entry of a person.
WITH RECURSIVE made AS (
  SELECT "archive_id", "detail"->>'apiKeyId' AS key_id, "actor" FROM "audit" WHERE "type" = 'api_key_created'
), origins AS (
  SELECT * FROM made
  UNION
  SELECT o."archive_id", o.key_id, m."actor" FROM origins o JOIN made m
    ON m."archive_id" = o."archive_id" AND m.key_id = o."actor"->>'id' AND o."actor"->>'kind' = 'archive'
)
UPDATE "api_keys" k SET "responsible_id" = u."id" FROM origins o, "users" u
  WHERE k."revoked_at" IS NULL AND o."archive_id" = k."archive_id" AND o.key_id = k."id" AND o."actor"->>'kind' = 'user'
    AND u."archive_id" = k."archive_id" AND u."id" = COALESCE(
      (SELECT m."id" FROM "users" m WHERE m."archive_id" = k."archive_id" AND m."id" = o."actor"->>'id'
        AND m."admin_role" IN ('primary_administrator', 'full_access_administrator')),
      (SELECT p."id" FROM "users" p WHERE p."archive_id" = k."archive_id" AND p."admin_role" = 'primary_administrator'));--> statement-breakpoint
UPDATE "sessions" s SET "signed_in_by" = a."detail"->>'by' FROM "audit" a
  WHERE s."kind" = 'login' AND a."type" = 'signed_in' AND a."archive_id" = s."archive_id" AND a."detail"->>'sessionId' = s."id"
    AND a."detail"->>'by' IN ('email', 'organization', 'archive');--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_responsible_fk" FOREIGN KEY ("archive_id","responsible_id") REFERENCES "public"."users"("archive_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_enums" CHECK ("sessions"."kind" in ('link', 'login') and ("sessions"."kind" = 'link') = ("sessions"."link_id" is not null and "sessions"."link_epoch" is not null)
      and "sessions"."signed_in_by" in ('email', 'organization', 'archive'));