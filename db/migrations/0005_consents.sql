ALTER TABLE "credentials" ADD COLUMN "client_id" text;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD COLUMN "together" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD COLUMN "retry_of" jsonb;