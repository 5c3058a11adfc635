CREATE TABLE "mailers" (
	"archive_id" text PRIMARY KEY NOT NULL,
	"looks_again_at" timestamp (3) with time zone NOT NULL,
	"is_listening" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "mailers" ADD CONSTRAINT "mailers_archive_id_archives_id_fk" FOREIGN KEY ("archive_id") REFERENCES "public"."archives"("id") ON DELETE no action ON UPDATE no action;