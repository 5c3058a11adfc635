DROP INDEX "audit_account_states";--> statement-breakpoint
CREATE INDEX "audit_account_states" ON "audit" USING btree ("archive_id","account_id","id") WHERE "audit"."type" in ('transferred', 'account_added', 'account_inactive', 'account_active', 'account_deleted', 'connected', 'reconnected', 'credential_renewed', 'credential_deleted');--> statement-breakpoint
-- The new owner's name at the time, which only the audit log has, for transfers made before it was recorded with them.
UPDATE "transfers" t SET "moved" = jsonb_set(t."moved", '{toName}', a."detail"->'to') FROM "audit" a
  WHERE a."archive_id" = t."archive_id" AND a."type" = 'transfer_completed' AND a."detail"->>'transferId' = t."id"
    AND t."moved" IS NOT NULL AND a."detail"->>'to' IS NOT NULL;
