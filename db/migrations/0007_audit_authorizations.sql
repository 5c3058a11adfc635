DROP INDEX "audit_account_states";--> statement-breakpoint
CREATE INDEX "audit_authorizations" ON "audit" USING btree ("archive_id","account_id","type","at") WHERE ((type in ('connected', 'reconnected', 'credential_renewed') and detail ? 'signedInAs')
    or (type = 'account_added' and detail->>'authorized' = 'true'));--> statement-breakpoint
CREATE INDEX "audit_account_states" ON "audit" USING btree ("archive_id","type","account_id","id") WHERE "audit"."type" in ('transferred', 'account_added', 'account_inactive', 'account_active', 'account_deleted', 'credential_deleted');