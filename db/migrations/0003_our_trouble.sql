CREATE TABLE "application_troubles" (
	"archive_id" text NOT NULL,
	"provider" text NOT NULL,
	"code" text NOT NULL,
	"count" integer DEFAULT 0 NOT NULL,
	"since" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"logged_at" timestamp (3) with time zone,
	CONSTRAINT "application_troubles_archive_id_provider_code_pk" PRIMARY KEY("archive_id","provider","code"),
	CONSTRAINT "application_troubles_counted" CHECK ("application_troubles"."count" >= 0)
);
--> statement-breakpoint
DROP INDEX "surge_holds_one_holding";--> statement-breakpoint
ALTER TABLE "disconnects" ADD COLUMN "unlisted_code" text;--> statement-breakpoint
ALTER TABLE "surge_holds" ADD COLUMN "code" text;--> statement-breakpoint
ALTER TABLE "surge_holds" ADD COLUMN "announced_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "application_troubles" ADD CONSTRAINT "application_troubles_archive_id_archives_id_fk" FOREIGN KEY ("archive_id") REFERENCES "public"."archives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "disconnects_unlisted_code" ON "disconnects" USING btree ("unlisted_code","reported_at") WHERE "disconnects"."unlisted_code" is not null;--> statement-breakpoint
CREATE INDEX "surge_holds_code" ON "surge_holds" USING btree ("code","network") WHERE "surge_holds"."code" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "surge_holds_one_holding" ON "surge_holds" USING btree ("archive_id","network",coalesce("code", '')) WHERE "surge_holds"."state" = 'holding';