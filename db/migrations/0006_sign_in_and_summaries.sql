CREATE TABLE "sign_in_links" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"key_id" text NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "sign_in_links_archive_id_id_pk" PRIMARY KEY("archive_id","id")
);
--> statement-breakpoint
CREATE TABLE "used_sign_in_tokens" (
	"archive_id" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "used_sign_in_tokens_archive_id_hash_pk" PRIMARY KEY("archive_id","hash")
);
--> statement-breakpoint
ALTER TABLE "emails" DROP CONSTRAINT "emails_enums";--> statement-breakpoint
ALTER TABLE "sessions" ADD COLUMN "user_agent" text;--> statement-breakpoint
ALTER TABLE "archives" ADD COLUMN "sign_in_key" jsonb;--> statement-breakpoint
ALTER TABLE "archives" ADD COLUMN "summary_week" text;--> statement-breakpoint
ALTER TABLE "sign_in_links" ADD CONSTRAINT "sign_in_links_user_fk" FOREIGN KEY ("archive_id","user_id") REFERENCES "public"."users"("archive_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "used_sign_in_tokens" ADD CONSTRAINT "used_sign_in_tokens_archive_id_archives_id_fk" FOREIGN KEY ("archive_id") REFERENCES "public"."archives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_links_id" ON "sign_in_links" USING btree ("id");--> statement-breakpoint
CREATE INDEX "sign_in_links_user" ON "sign_in_links" USING btree ("archive_id","user_id");--> statement-breakpoint
CREATE INDEX "sign_in_links_expiry" ON "sign_in_links" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "used_sign_in_tokens_expiry" ON "used_sign_in_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("archive_id","user_id");--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_enums" CHECK ("emails"."state" in ('due', 'composed', 'accepted', 'unknown', 'failed', 'dropped')
      and "emails"."kind" in ('first', 'reminder', 'disconnected_again', 'reconnected', 'transferred', 'link', 'admin_notice', 'sign_in', 'weekly_summary')
      and "emails"."delivery" in ('delivered', 'delayed', 'bounced', 'complained', 'suppressed', 'failed'));