-- The new owner's name at the time, which only the audit log has, for transfers made before it was recorded with them.
UPDATE "transfers" t SET "moved" = jsonb_set(t."moved", '{toName}', a."detail"->'to') FROM "audit" a
  WHERE a."archive_id" = t."archive_id" AND a."type" = 'transfer_completed' AND a."detail"->>'transferId' = t."id"
    AND t."moved" IS NOT NULL AND a."detail"->>'to' IS NOT NULL;
