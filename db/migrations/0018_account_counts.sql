CREATE TABLE "account_counts" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "account_counts_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"archive_id" text NOT NULL,
	"network" text NOT NULL,
	"added_at" timestamp (3) with time zone NOT NULL,
	"accounts" integer NOT NULL,
	"inactive" integer NOT NULL,
	"unauthorized" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "account_counts_archive" ON "account_counts" USING btree ("archive_id","network","added_at");--> statement-breakpoint
CREATE INDEX "accounts_disconnected" ON "accounts" USING btree ("archive_id","owner_id","id") WHERE "accounts"."status" = 'disconnected' and "accounts"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "accounts_last_connected" ON "accounts" USING btree ("archive_id",greatest("last_reconnected_at", "authorized_since")) WHERE "accounts"."status" = 'connected' and "accounts"."deleted_at" is null and greatest("accounts"."last_reconnected_at", "accounts"."authorized_since") is not null;--> statement-breakpoint
CREATE INDEX "accounts_added" ON "accounts" USING btree ("archive_id",coalesce("authorized_since" - "created_at" <= interval '1 second', false),"created_at","id") WHERE "accounts"."created_at" is not null;--> statement-breakpoint
CREATE INDEX "accounts_deleted" ON "accounts" USING btree ("archive_id","deleted_at") WHERE "accounts"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "disconnects_closed" ON "disconnects" USING btree ("archive_id","closed_at") WHERE "disconnects"."status" = 'closed';--> statement-breakpoint
CREATE INDEX "users_account_owners" ON "users" USING btree ("archive_id",lower("name"),"id") WHERE "users"."is_account_owner";--> statement-breakpoint
-- A row that another transaction holds isn't waited for: a sum of several rows says the same.
CREATE FUNCTION add_to_account_counts(archive text, of_network text, created timestamptz, n int, n_inactive int, n_unauthorized int)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  UPDATE account_counts
  SET accounts = accounts + n, inactive = inactive + n_inactive, unauthorized = unauthorized + n_unauthorized
  WHERE id = (SELECT id FROM account_counts
    WHERE archive_id = archive AND network = of_network AND added_at = date_trunc('minute', created)
    LIMIT 1 FOR UPDATE SKIP LOCKED);
  IF NOT FOUND THEN
    INSERT INTO account_counts (archive_id, network, added_at, accounts, inactive, unauthorized)
    VALUES (archive, of_network, date_trunc('minute', created), n, n_inactive, n_unauthorized);
  END IF;
END
$$;
--> statement-breakpoint
CREATE FUNCTION count_added_accounts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM add_to_account_counts(archive_id, network, minute, n, n_inactive, n_unauthorized)
  FROM (SELECT archive_id, network, date_trunc('minute', created_at) AS minute, count(*)::int AS n,
      (count(*) FILTER (WHERE status = 'inactive'))::int AS n_inactive,
      (count(*) FILTER (WHERE status <> 'inactive' AND authorized_since IS NULL))::int AS n_unauthorized
    FROM added WHERE deleted_at IS NULL GROUP BY 1, 2, 3) AS new_counts;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION count_changed_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF old.deleted_at IS NULL THEN
    PERFORM add_to_account_counts(old.archive_id, old.network, old.created_at, -1, -(old.status = 'inactive')::int,
      -(old.status <> 'inactive' AND old.authorized_since IS NULL)::int);
  END IF;
  IF new.deleted_at IS NULL THEN
    PERFORM add_to_account_counts(new.archive_id, new.network, new.created_at, 1, (new.status = 'inactive')::int,
      (new.status <> 'inactive' AND new.authorized_since IS NULL)::int);
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
-- A transition table can't be limited to columns. These changes are few, and each report is an update.
CREATE TRIGGER count_changed_account AFTER UPDATE OF status, deleted_at, authorized_since, network, created_at ON "accounts" FOR EACH ROW
WHEN ((old.status = 'inactive', old.deleted_at IS NULL, old.authorized_since IS NULL, old.network, old.created_at)
  IS DISTINCT FROM (new.status = 'inactive', new.deleted_at IS NULL, new.authorized_since IS NULL, new.network, new.created_at))
EXECUTE FUNCTION count_changed_account();
--> statement-breakpoint
CREATE TRIGGER count_added_accounts AFTER INSERT ON "accounts" REFERENCING NEW TABLE AS added FOR EACH STATEMENT
EXECUTE FUNCTION count_added_accounts();
--> statement-breakpoint
-- No one can add or change accounts since the triggers were made, until this has counted them.
INSERT INTO "account_counts" ("archive_id", "network", "added_at", "accounts", "inactive", "unauthorized")
SELECT archive_id, network, date_trunc('minute', created_at), count(*), count(*) FILTER (WHERE status = 'inactive'),
  count(*) FILTER (WHERE status <> 'inactive' AND authorized_since IS NULL)
FROM "accounts" WHERE deleted_at IS NULL GROUP BY 1, 2, 3;
