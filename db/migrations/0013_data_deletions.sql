CREATE TABLE "data_deletions" (
	"code" text PRIMARY KEY NOT NULL,
	"provider" text NOT NULL,
	"event_id" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"done_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"profiles" integer NOT NULL,
	"credentials" integer NOT NULL,
	"disconnected" integer NOT NULL,
	CONSTRAINT "data_deletions_event" UNIQUE("provider","event_id")
);
