ALTER TABLE "accounts" ADD COLUMN "authorized_since" timestamp (3) with time zone;--> statement-breakpoint
-- What Relink holds an authorization of, since when as far as is known: the latest consent.
UPDATE "accounts" a SET "authorized_since" = c."authorized_at" FROM "credentials" c
  WHERE c."archive_id" = a."archive_id" AND c."account_id" = a."id";--> statement-breakpoint
ALTER TABLE "oauth_states" ADD COLUMN "taken_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD COLUMN "browser_hash" "bytea";--> statement-breakpoint
ALTER TABLE "oauth_states" ADD COLUMN "outcome" jsonb;--> statement-breakpoint
CREATE INDEX "accounts_not_authorized" ON "accounts" USING btree ("archive_id",(case "status" when 'disconnected' then 0 when 'connected' then 1 else 2 end),lower("name"),"id") WHERE "accounts"."authorized_since" is null and "accounts"."status" = 'connected' and "accounts"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "accounts_network_account" ON "accounts" USING btree ("network_account_id") WHERE "accounts"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "parent_profiles_network_profile" ON "parent_profiles" USING btree ("network_profile_id");