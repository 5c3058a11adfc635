ALTER TABLE "oauth_states" ADD COLUMN "actor_name" text NOT NULL;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD CONSTRAINT "oauth_states_enums" CHECK ("oauth_states"."actor_kind" in ('link', 'user')
      and ("oauth_states"."actor_kind" = 'link') = ("oauth_states"."link_id" is not null and "oauth_states"."link_epoch" is not null));