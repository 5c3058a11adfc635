CREATE TABLE "changes" (
	"archive_id" text NOT NULL,
	"seq" bigserial NOT NULL,
	"txid" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"type" text NOT NULL,
	"account_id" text NOT NULL,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "changes_archive_id_txid_seq_pk" PRIMARY KEY("archive_id","txid","seq")
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"archive_id" text NOT NULL,
	"principal" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" "bytea" NOT NULL,
	"status" integer,
	"answer" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "idempotency_keys_archive_id_principal_key_pk" PRIMARY KEY("archive_id","principal","key")
);
--> statement-breakpoint
CREATE TABLE "oauth_states" (
	"archive_id" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"network" text NOT NULL,
	"account_id" text,
	"owner_id" text NOT NULL,
	"actor_kind" text NOT NULL,
	"actor_id" text NOT NULL,
	"actor_name" text NOT NULL,
	"actor_through" jsonb,
	"link_id" text,
	"link_epoch" integer,
	"session_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "oauth_states_hash_pk" PRIMARY KEY("hash"),
	CONSTRAINT "oauth_states_enums" CHECK ("oauth_states"."actor_kind" in ('link', 'user')
      and ("oauth_states"."actor_kind" = 'link') = ("oauth_states"."link_id" is not null and "oauth_states"."link_epoch" is not null))
);
--> statement-breakpoint
CREATE TABLE "pending_sign_ins" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"session_id" text NOT NULL,
	"sealed" "bytea" NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "pending_sign_ins_archive_id_id_pk" PRIMARY KEY("archive_id","id")
);
--> statement-breakpoint
CREATE TABLE "personalized_links" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"epoch" integer DEFAULT 1 NOT NULL,
	"key_id" text NOT NULL,
	"last_emailed_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "personalized_links_archive_id_id_pk" PRIMARY KEY("archive_id","id")
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"user_id" text NOT NULL,
	"kind" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"link_id" text,
	"link_epoch" integer,
	"user_agent" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "sessions_archive_id_id_pk" PRIMARY KEY("archive_id","id"),
	CONSTRAINT "sessions_enums" CHECK ("sessions"."kind" in ('link', 'login') and ("sessions"."kind" = 'link') = ("sessions"."link_id" is not null and "sessions"."link_epoch" is not null))
);
--> statement-breakpoint
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
CREATE TABLE "accounts" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"network" text NOT NULL,
	"network_account_id" text NOT NULL,
	"name" text NOT NULL,
	"owner_id" text,
	"parent_profile_id" text,
	"transfer_id" text,
	"detached_at" timestamp (3) with time zone,
	"status" text NOT NULL,
	"inactive_reason" text,
	"last_reconnected_at" timestamp (3) with time zone,
	"deleted_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "accounts_archive_id_id_pk" PRIMARY KEY("archive_id","id"),
	CONSTRAINT "accounts_one_owner" CHECK (("accounts"."owner_id" is null) = ("accounts"."deleted_at" is not null)),
	CONSTRAINT "accounts_enums" CHECK ("accounts"."status" in ('connected', 'disconnected', 'inactive'))
);
--> statement-breakpoint
CREATE TABLE "credentials" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"account_id" text,
	"parent_profile_id" text,
	"authorization_id" text NOT NULL,
	"authorized_by" text,
	"authorized_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"access_token" "bytea" NOT NULL,
	"refresh_token" "bytea",
	"refresh_digest" "bytea",
	"refresh_prefix_digest" "bytea",
	"expires_at" timestamp (3) with time zone,
	"refresh_expires_at" timestamp (3) with time zone,
	"data_access_expires_at" timestamp (3) with time zone,
	"version" integer DEFAULT 1 NOT NULL,
	"refresh_leased_until" timestamp (3) with time zone,
	"renew_after" timestamp (3) with time zone,
	"checked_at" timestamp (3) with time zone,
	"last_check" jsonb,
	"check_after" timestamp (3) with time zone,
	"consecutive_unknowns" integer DEFAULT 0 NOT NULL,
	"asked_at" timestamp (3) with time zone,
	"revocation_requested_at" timestamp (3) with time zone,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "credentials_archive_id_id_pk" PRIMARY KEY("archive_id","id"),
	CONSTRAINT "credentials_account" UNIQUE("archive_id","account_id"),
	CONSTRAINT "credentials_parent_profile" UNIQUE("archive_id","parent_profile_id"),
	CONSTRAINT "credentials_one_subject" CHECK (num_nonnulls("credentials"."account_id", "credentials"."parent_profile_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "parent_profiles" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"network" text NOT NULL,
	"network_profile_id" text NOT NULL,
	"name" text NOT NULL,
	"owner_id" text NOT NULL,
	"transfer_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "parent_profiles_archive_id_id_pk" PRIMARY KEY("archive_id","id"),
	CONSTRAINT "parent_profiles_with_owner" UNIQUE("archive_id","id","owner_id"),
	CONSTRAINT "parent_profiles_enums" CHECK ("parent_profiles"."network" in ('facebook', 'linkedin'))
);
--> statement-breakpoint
CREATE TABLE "api_keys" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"hash" "bytea" NOT NULL,
	"hint" text NOT NULL,
	"scopes" text[] NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	CONSTRAINT "api_keys_archive_id_id_pk" PRIMARY KEY("archive_id","id")
);
--> statement-breakpoint
CREATE TABLE "archives" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"product_name" text DEFAULT 'ArchiveSocial' NOT NULL,
	"sender_name" text,
	"time_zone" text DEFAULT 'UTC' NOT NULL,
	"locale" text DEFAULT 'en' NOT NULL,
	"step_days" integer[] DEFAULT '{0,2,7,12,17,22}' NOT NULL,
	"series_days" integer DEFAULT 27 NOT NULL,
	"sign_in_key" jsonb,
	"summary_week" text,
	"surge_hold_enabled" boolean DEFAULT false NOT NULL,
	"surge_hold_share" real DEFAULT 0.2 NOT NULL,
	"surge_hold_count" integer DEFAULT 50 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "archives_plan" CHECK (cardinality("archives"."step_days") = 6 and "archives"."step_days"[1] = 0 and "archives"."series_days" > "archives"."step_days"[6])
);
--> statement-breakpoint
CREATE TABLE "users" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"name" text NOT NULL,
	"email" text NOT NULL,
	"admin_role" text,
	"is_account_owner" boolean DEFAULT false NOT NULL,
	"access" text DEFAULT 'connect_only' NOT NULL,
	"immediate_error_notifications" boolean DEFAULT false NOT NULL,
	"weekly_error_summary" boolean DEFAULT false NOT NULL,
	"email_state" text DEFAULT 'ok' NOT NULL,
	"locale" text,
	"time_zone" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "users_archive_id_id_pk" PRIMARY KEY("archive_id","id"),
	CONSTRAINT "users_some_role" CHECK ("users"."admin_role" is not null or "users"."is_account_owner"),
	CONSTRAINT "users_enums" CHECK ("users"."admin_role" in ('primary_administrator', 'full_access_administrator', 'read_only_administrator')
      and "users"."access" in ('connect_only', 'invite') and "users"."email_state" in ('ok', 'bounced', 'complained', 'suppressed'))
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"type" text NOT NULL,
	"actor" jsonb NOT NULL,
	"disconnect_id" text,
	"account_id" text,
	"user_id" text,
	"detail" jsonb DEFAULT '{}'::jsonb NOT NULL,
	CONSTRAINT "audit_archive_id_id_pk" PRIMARY KEY("archive_id","id")
);
--> statement-breakpoint
CREATE TABLE "disconnects" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"account_id" text NOT NULL,
	"reason" text NOT NULL,
	"raw_code" text,
	"status" text DEFAULT 'open' NOT NULL,
	"closed_as" text,
	"reported_at" timestamp (3) with time zone NOT NULL,
	"detected_at" timestamp (3) with time zone NOT NULL,
	"last_captured_at" timestamp (3) with time zone,
	"resumed_at" timestamp (3) with time zone,
	"closed_at" timestamp (3) with time zone,
	"closed_by" jsonb,
	"series" integer DEFAULT 1 NOT NULL,
	"series_started_at" timestamp (3) with time zone NOT NULL,
	"step" integer,
	"next_email_at" timestamp (3) with time zone,
	"paused_until" timestamp (3) with time zone,
	"pause_reason" text,
	"reopened" integer DEFAULT 0 NOT NULL,
	"reopened_at" timestamp (3) with time zone,
	"again_emailed_at" timestamp (3) with time zone,
	"refresh_first" boolean DEFAULT false NOT NULL,
	"surge_hold_id" text,
	"workflow" text DEFAULT 'to_start' NOT NULL,
	"workflow_tried_at" timestamp (3) with time zone,
	CONSTRAINT "disconnects_archive_id_id_pk" PRIMARY KEY("archive_id","id"),
	CONSTRAINT "disconnects_closed_whole" CHECK (("disconnects"."status" = 'closed') = ("disconnects"."closed_as" is not null) and ("disconnects"."status" = 'closed') = ("disconnects"."closed_at" is not null)),
	CONSTRAINT "disconnects_enums" CHECK ("disconnects"."status" in ('open', 'closed') and "disconnects"."closed_as" in ('reconnected', 'inactive', 'deleted', 'withdrawn')
      and "disconnects"."workflow" in ('to_start', 'running', 'to_wake', 'to_end', 'ended')
      and "disconnects"."reason" in ('token_expired', 'token_revoked', 'password_changed', 'permission_missing', 'checkpoint', 'account_not_found', 'parent_profile_removed', 'unknown')),
	CONSTRAINT "disconnects_position" CHECK ("disconnects"."series" >= 1 and "disconnects"."step" between 0 and 5)
);
--> statement-breakpoint
CREATE TABLE "due_steps" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"disconnect_id" text NOT NULL,
	"kind" text NOT NULL,
	"series" integer NOT NULL,
	"step" integer NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"raised_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"not_before" timestamp (3) with time zone,
	"state" text DEFAULT 'due' NOT NULL,
	"skipped_for" text,
	"email_id" text,
	CONSTRAINT "due_steps_archive_id_id_pk" PRIMARY KEY("archive_id","id"),
	CONSTRAINT "due_steps_once" UNIQUE("archive_id","disconnect_id","kind","series","step"),
	CONSTRAINT "due_steps_enums" CHECK ("due_steps"."kind" in ('step', 'disconnected_again', 'reconnected', 'transferred')
      and "due_steps"."state" in ('due', 'composed', 'sent', 'skipped') and ("due_steps"."state" in ('composed', 'sent')) = ("due_steps"."email_id" is not null))
);
--> statement-breakpoint
CREATE TABLE "surge_holds" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"network" text NOT NULL,
	"state" text DEFAULT 'holding' NOT NULL,
	"began_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"until" timestamp (3) with time zone NOT NULL,
	"ended_at" timestamp (3) with time zone,
	"ended_by" jsonb,
	CONSTRAINT "surge_holds_archive_id_id_pk" PRIMARY KEY("archive_id","id"),
	CONSTRAINT "surge_holds_enums" CHECK ("surge_holds"."state" in ('holding', 'released', 'withdrawn', 'expired') and ("surge_holds"."state" = 'holding') = ("surge_holds"."ended_at" is null))
);
--> statement-breakpoint
CREATE TABLE "known_keys" (
	"key_id" text PRIMARY KEY NOT NULL,
	"check_value" "bytea" NOT NULL,
	"first_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "email_batches" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"state" text DEFAULT 'prepared' NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"first_attempt_at" timestamp (3) with time zone,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"last_problem" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "email_batches_archive_id_id_pk" PRIMARY KEY("archive_id","id"),
	CONSTRAINT "email_batches_enums" CHECK ("email_batches"."state" in ('prepared', 'sending', 'done'))
);
--> statement-breakpoint
CREATE TABLE "emails" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"kind" text NOT NULL,
	"user_id" text NOT NULL,
	"link_id" text,
	"payload" jsonb,
	"state" text NOT NULL,
	"to_address" text,
	"cc" text[],
	"from_address" text,
	"subject" text,
	"html" text,
	"text" text,
	"priority" integer NOT NULL,
	"batch_id" text,
	"batch_position" integer,
	"provider_id" text,
	"accepted_at" timestamp (3) with time zone,
	"possible_double" boolean DEFAULT false NOT NULL,
	"settle_at" timestamp (3) with time zone,
	"problem" text,
	"delivery" text,
	"delivery_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"drop_reason" text,
	CONSTRAINT "emails_archive_id_id_pk" PRIMARY KEY("archive_id","id"),
	CONSTRAINT "emails_enums" CHECK ("emails"."state" in ('due', 'composed', 'accepted', 'unknown', 'failed', 'dropped')
      and "emails"."kind" in ('first', 'reminder', 'disconnected_again', 'reconnected', 'transferred', 'link', 'admin_notice', 'sign_in', 'weekly_summary', 'expiring')
      and "emails"."delivery" in ('delivered', 'delayed', 'bounced', 'complained', 'suppressed', 'failed')),
	CONSTRAINT "emails_composed_whole" CHECK ("emails"."state" = 'due' or "emails"."state" = 'dropped' or num_nulls("emails"."to_address", "emails"."cc", "emails"."subject", "emails"."html", "emails"."text", "emails"."from_address") = 0)
);
--> statement-breakpoint
CREATE TABLE "mail_hold" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"held_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "mail_hold_one" CHECK ("mail_hold"."only")
);
--> statement-breakpoint
CREATE TABLE "provider_rates" (
	"name" text PRIMARY KEY NOT NULL,
	"tokens" double precision NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "webhook_events" (
	"provider" text NOT NULL,
	"id" text NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "webhook_events_provider_id_pk" PRIMARY KEY("provider","id")
);
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE "transfers" (
	"archive_id" text NOT NULL,
	"id" text NOT NULL,
	"to_owner_id" text NOT NULL,
	"adds_owner" boolean DEFAULT false NOT NULL,
	"notify" boolean DEFAULT true NOT NULL,
	"status" text DEFAULT 'running' NOT NULL,
	"moved" jsonb,
	"error" jsonb,
	"actor" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"workflow_tried_at" timestamp (3) with time zone,
	CONSTRAINT "transfers_archive_id_id_pk" PRIMARY KEY("archive_id","id"),
	CONSTRAINT "transfers_enums" CHECK ("transfers"."status" in ('running', 'completed', 'refused', 'failed')),
	CONSTRAINT "transfers_ended_whole" CHECK (("transfers"."status" = 'running') = ("transfers"."finished_at" is null) and ("transfers"."status" = 'completed') = ("transfers"."moved" is not null)
      and ("transfers"."status" in ('refused', 'failed')) = ("transfers"."error" is not null))
);
--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_archive_id_archives_id_fk" FOREIGN KEY ("archive_id") REFERENCES "public"."archives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_archive_id_archives_id_fk" FOREIGN KEY ("archive_id") REFERENCES "public"."archives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD CONSTRAINT "oauth_states_account_fk" FOREIGN KEY ("archive_id","account_id") REFERENCES "public"."accounts"("archive_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "oauth_states" ADD CONSTRAINT "oauth_states_owner_fk" FOREIGN KEY ("archive_id","owner_id") REFERENCES "public"."users"("archive_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pending_sign_ins" ADD CONSTRAINT "pending_sign_ins_session_fk" FOREIGN KEY ("archive_id","session_id") REFERENCES "public"."sessions"("archive_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "personalized_links" ADD CONSTRAINT "personalized_links_user_fk" FOREIGN KEY ("archive_id","user_id") REFERENCES "public"."users"("archive_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_user_fk" FOREIGN KEY ("archive_id","user_id") REFERENCES "public"."users"("archive_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "sign_in_links" ADD CONSTRAINT "sign_in_links_user_fk" FOREIGN KEY ("archive_id","user_id") REFERENCES "public"."users"("archive_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "used_sign_in_tokens" ADD CONSTRAINT "used_sign_in_tokens_archive_id_archives_id_fk" FOREIGN KEY ("archive_id") REFERENCES "public"."archives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_owner_fk" FOREIGN KEY ("archive_id","owner_id") REFERENCES "public"."users"("archive_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_parent_profile_fk" FOREIGN KEY ("archive_id","parent_profile_id","owner_id") REFERENCES "public"."parent_profiles"("archive_id","id","owner_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_transfer_fk" FOREIGN KEY ("archive_id","transfer_id") REFERENCES "public"."transfers"("archive_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_account_fk" FOREIGN KEY ("archive_id","account_id") REFERENCES "public"."accounts"("archive_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credentials" ADD CONSTRAINT "credentials_parent_profile_fk" FOREIGN KEY ("archive_id","parent_profile_id") REFERENCES "public"."parent_profiles"("archive_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parent_profiles" ADD CONSTRAINT "parent_profiles_owner_fk" FOREIGN KEY ("archive_id","owner_id") REFERENCES "public"."users"("archive_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "parent_profiles" ADD CONSTRAINT "parent_profiles_transfer_fk" FOREIGN KEY ("archive_id","transfer_id") REFERENCES "public"."transfers"("archive_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_archive_id_archives_id_fk" FOREIGN KEY ("archive_id") REFERENCES "public"."archives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "users" ADD CONSTRAINT "users_archive_id_archives_id_fk" FOREIGN KEY ("archive_id") REFERENCES "public"."archives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disconnects" ADD CONSTRAINT "disconnects_surge_hold_fk" FOREIGN KEY ("archive_id","surge_hold_id") REFERENCES "public"."surge_holds"("archive_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "disconnects" ADD CONSTRAINT "disconnects_account_fk" FOREIGN KEY ("archive_id","account_id") REFERENCES "public"."accounts"("archive_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "due_steps" ADD CONSTRAINT "due_steps_disconnect_fk" FOREIGN KEY ("archive_id","disconnect_id") REFERENCES "public"."disconnects"("archive_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "surge_holds" ADD CONSTRAINT "surge_holds_archive_id_archives_id_fk" FOREIGN KEY ("archive_id") REFERENCES "public"."archives"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "emails" ADD CONSTRAINT "emails_batch_fk" FOREIGN KEY ("archive_id","batch_id") REFERENCES "public"."email_batches"("archive_id","id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotency_keys_age" ON "idempotency_keys" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "oauth_states_expiry" ON "oauth_states" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "pending_sign_ins_expiry" ON "pending_sign_ins" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "pending_sign_ins_session" ON "pending_sign_ins" USING btree ("archive_id","session_id");--> statement-breakpoint
CREATE UNIQUE INDEX "personalized_links_id" ON "personalized_links" USING btree ("id");--> statement-breakpoint
CREATE UNIQUE INDEX "personalized_links_user" ON "personalized_links" USING btree ("archive_id","user_id");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_hash" ON "sessions" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("archive_id","user_id");--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "sign_in_links_id" ON "sign_in_links" USING btree ("id");--> statement-breakpoint
CREATE INDEX "sign_in_links_user" ON "sign_in_links" USING btree ("archive_id","user_id");--> statement-breakpoint
CREATE INDEX "sign_in_links_expiry" ON "sign_in_links" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "used_sign_in_tokens_expiry" ON "used_sign_in_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "accounts_identity" ON "accounts" USING btree ("archive_id","network","network_account_id") WHERE "accounts"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "accounts_owner" ON "accounts" USING btree ("archive_id","owner_id","id") WHERE "accounts"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "accounts_listed" ON "accounts" USING btree ("archive_id",(case "status" when 'disconnected' then 0 when 'connected' then 1 else 2 end),lower("name"),"id") WHERE "accounts"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "accounts_not_connected" ON "accounts" USING btree ("archive_id","status","id") WHERE "accounts"."status" <> 'connected' and "accounts"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "accounts_in_transfer" ON "accounts" USING btree ("archive_id","transfer_id") WHERE "accounts"."transfer_id" is not null;--> statement-breakpoint
CREATE INDEX "accounts_parent_profile" ON "accounts" USING btree ("archive_id","parent_profile_id");--> statement-breakpoint
CREATE INDEX "credentials_authorization" ON "credentials" USING btree ("archive_id","authorization_id");--> statement-breakpoint
CREATE INDEX "credentials_authorized_by" ON "credentials" USING btree ("authorized_by") WHERE "credentials"."authorized_by" is not null;--> statement-breakpoint
CREATE INDEX "credentials_refresh_digest" ON "credentials" USING btree ("refresh_digest") WHERE "credentials"."refresh_digest" is not null;--> statement-breakpoint
CREATE INDEX "credentials_refresh_prefix" ON "credentials" USING btree ("refresh_prefix_digest") WHERE "credentials"."refresh_prefix_digest" is not null;--> statement-breakpoint
CREATE INDEX "credentials_to_renew" ON "credentials" USING btree ("expires_at") WHERE "credentials"."refresh_token" is not null and "credentials"."expires_at" is not null;--> statement-breakpoint
CREATE INDEX "credentials_to_ask" ON "credentials" USING btree (least("data_access_expires_at",
    case when "refresh_token" is null then "expires_at" else "refresh_expires_at" end)) WHERE "credentials"."asked_at" is null;--> statement-breakpoint
CREATE INDEX "credentials_pending_revocation" ON "credentials" USING btree ("revocation_requested_at") WHERE "credentials"."revocation_requested_at" is not null;--> statement-breakpoint
CREATE INDEX "credentials_checked" ON "credentials" USING btree ("checked_at" NULLS FIRST);--> statement-breakpoint
CREATE INDEX "credentials_to_check" ON "credentials" USING btree ("check_after") WHERE "credentials"."check_after" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "parent_profiles_identity" ON "parent_profiles" USING btree ("archive_id","network","network_profile_id");--> statement-breakpoint
CREATE INDEX "parent_profiles_owner" ON "parent_profiles" USING btree ("archive_id","owner_id","id");--> statement-breakpoint
CREATE INDEX "parent_profiles_in_transfer" ON "parent_profiles" USING btree ("archive_id","transfer_id") WHERE "parent_profiles"."transfer_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "api_keys_hash" ON "api_keys" USING btree ("hash");--> statement-breakpoint
CREATE UNIQUE INDEX "users_email" ON "users" USING btree ("archive_id",lower("email"));--> statement-breakpoint
CREATE INDEX "users_sign_in" ON "users" USING btree (lower("email"));--> statement-breakpoint
CREATE UNIQUE INDEX "users_one_primary_administrator" ON "users" USING btree ("archive_id") WHERE "users"."admin_role" = 'primary_administrator';--> statement-breakpoint
CREATE INDEX "users_administrators" ON "users" USING btree ("archive_id") WHERE "users"."admin_role" is not null;--> statement-breakpoint
CREATE INDEX "audit_disconnect" ON "audit" USING btree ("archive_id","disconnect_id","id") WHERE "audit"."disconnect_id" is not null;--> statement-breakpoint
CREATE INDEX "audit_account" ON "audit" USING btree ("archive_id","account_id","id") WHERE "audit"."account_id" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "disconnects_one_open" ON "disconnects" USING btree ("archive_id","account_id") WHERE "disconnects"."status" = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "disconnects_id" ON "disconnects" USING btree ("id");--> statement-breakpoint
CREATE INDEX "disconnects_account" ON "disconnects" USING btree ("archive_id","account_id","id");--> statement-breakpoint
CREATE INDEX "disconnects_open" ON "disconnects" USING btree ("archive_id","id") WHERE "disconnects"."status" = 'open';--> statement-breakpoint
CREATE INDEX "disconnects_to_dispatch" ON "disconnects" USING btree ("workflow","workflow_tried_at") WHERE "disconnects"."workflow" in ('to_start', 'to_wake', 'to_end');--> statement-breakpoint
CREATE INDEX "disconnects_surge_hold" ON "disconnects" USING btree ("archive_id","surge_hold_id") WHERE "disconnects"."surge_hold_id" is not null;--> statement-breakpoint
CREATE INDEX "due_steps_pending" ON "due_steps" USING btree ("archive_id","raised_at") WHERE "due_steps"."state" = 'due';--> statement-breakpoint
CREATE INDEX "due_steps_email" ON "due_steps" USING btree ("archive_id","email_id");--> statement-breakpoint
CREATE UNIQUE INDEX "surge_holds_one_holding" ON "surge_holds" USING btree ("archive_id","network") WHERE "surge_holds"."state" = 'holding';--> statement-breakpoint
CREATE INDEX "surge_holds_ended" ON "surge_holds" USING btree ("archive_id","network","ended_at");--> statement-breakpoint
CREATE INDEX "email_batches_open" ON "email_batches" USING btree ("archive_id","next_attempt_at") WHERE "email_batches"."state" <> 'done';--> statement-breakpoint
CREATE UNIQUE INDEX "emails_id" ON "emails" USING btree ("id");--> statement-breakpoint
CREATE INDEX "emails_to_compose" ON "emails" USING btree ("archive_id","priority","id") WHERE "emails"."state" in ('due', 'composed') and "emails"."batch_id" is null;--> statement-breakpoint
CREATE INDEX "emails_batch" ON "emails" USING btree ("archive_id","batch_id","batch_position");--> statement-breakpoint
CREATE INDEX "emails_to_settle" ON "emails" USING btree ("archive_id","settle_at") WHERE "emails"."state" = 'unknown' and "emails"."settle_at" is not null;--> statement-breakpoint
CREATE INDEX "emails_owner_first" ON "emails" USING btree ("archive_id","user_id","created_at") WHERE "emails"."kind" = 'first';--> statement-breakpoint
CREATE INDEX "webhook_events_age" ON "webhook_events" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "transfers_running" ON "transfers" USING btree ("workflow_tried_at") WHERE "transfers"."status" = 'running';--> statement-breakpoint
CREATE INDEX "transfers_to_owner" ON "transfers" USING btree ("archive_id","to_owner_id");
--> statement-breakpoint
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON "audit" FOR EACH ROW EXECUTE FUNCTION audit_append_only();
--> statement-breakpoint
CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only();
--> statement-breakpoint
-- A transfer moves a Parent Profile and the accounts that it authorizes in two statements; in between, each pair is split.
ALTER TABLE "accounts" ALTER CONSTRAINT "accounts_parent_profile_fk" DEFERRABLE INITIALLY IMMEDIATE;
