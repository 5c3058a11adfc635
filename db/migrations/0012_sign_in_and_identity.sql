CREATE TABLE "oidc_attempts" (
	"hash" "bytea" PRIMARY KEY NOT NULL,
	"identity" jsonb,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "oidc_identities" (
	"archive_id" text NOT NULL,
	"issuer" text NOT NULL,
	"subject" text NOT NULL,
	"user_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "oidc_identities_archive_id_issuer_subject_pk" PRIMARY KEY("archive_id","issuer","subject")
);
--> statement-breakpoint
CREATE TABLE "oidc_issuers" (
	"archive_id" text PRIMARY KEY NOT NULL,
	"issuer" text
);
--> statement-breakpoint
CREATE TABLE "sign_in_requests" (
	"id" text PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"browser_hash" "bytea" NOT NULL,
	"user_agent" text,
	"asked_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "sign_in_links" ADD COLUMN "browser_hash" "bytea";--> statement-breakpoint
ALTER TABLE "sign_in_links" ADD COLUMN "user_agent" text;--> statement-breakpoint
ALTER TABLE "sign_in_links" ADD COLUMN "asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "oidc_identities" ADD CONSTRAINT "oidc_identities_user_fk" FOREIGN KEY ("archive_id","user_id") REFERENCES "public"."users"("archive_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oidc_issuers" ADD CONSTRAINT "oidc_issuers_archive_id_archives_id_fk" FOREIGN KEY ("archive_id") REFERENCES "public"."archives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "oidc_attempts_expiry" ON "oidc_attempts" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "oidc_identities_user" ON "oidc_identities" USING btree ("archive_id","user_id","issuer");--> statement-breakpoint
CREATE INDEX "oidc_identities_subject" ON "oidc_identities" USING btree ("issuer","subject");