CREATE TABLE "caller_counts" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "live_streams" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"caller" text NOT NULL,
	"process" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "live_streams_archive_id_id_pk" PRIMARY KEY("archive_id","id")
);
--> statement-breakpoint
ALTER TABLE "live_streams" ADD CONSTRAINT "live_streams_archive_id_archives_id_fk" FOREIGN KEY ("archive_id") REFERENCES "public"."archives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "live_streams_process" ON "live_streams" USING btree ("process");