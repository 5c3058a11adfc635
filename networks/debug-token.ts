/**
 * What Meta says about a token: whether it is valid, until when, and what it allows.
 * https://developers.facebook.com/docs/graph-api/reference/debug_token
 */
import { z } from 'zod';
import type { CheckResult } from './adapter.js';
import { instant } from './check.js';
import { classifyFor } from './classify.js';

const Debug = z.object({
  is_valid: z.boolean(),
  type: z.string().optional(),
  /** Seconds since 1970; 0 means never. */
  expires_at: z.number().optional(),
  data_access_expires_at: z.number().optional(),
  scopes: z.array(z.string()).default([]),
  /** `target_ids`: the Pages that the person left selected; absent if the permission covers all of them. */
  granular_scopes: z.array(z.object({ scope: z.string(), target_ids: z.array(z.string()).optional() })).default([]),
  error: z.object({ code: z.number(), subcode: z.number().optional(), message: z.string().optional() }).optional(),
});
export type TokenFacts = z.infer<typeof Debug>;
export const DebugAnswer = z.object({ data: Debug });

export interface TokenNeeds {
  scopes: readonly string[];
  /** The Page that the permissions must cover. */
  page?: string;
}

/** Judges the account from the facts about its token, before the account itself is read. */
export function evaluateTokenFacts(facts: TokenFacts, needs: TokenNeeds): CheckResult {
  if (!facts.is_valid) return deadTokenResult(facts);
  const dataAccessExpiresAt = instant(facts.data_access_expires_at);
  if (dataAccessExpiresAt && dataAccessExpiresAt.getTime() <= Date.now()) {
    return { verdict: 'token_expired', rawCode: 'data_access_expired' };
  }
  const missing = needs.scopes.find((scope) => !isAllowed(facts, scope, needs.page));
  if (missing !== undefined) return { verdict: 'permission_missing', rawCode: missing };
  const expiresAt = instant(facts.expires_at);
  return { verdict: 'healthy', ...(expiresAt && { expiresAt }), ...(dataAccessExpiresAt && { dataAccessExpiresAt }) };
}

function deadTokenResult({ error }: TokenFacts): CheckResult {
  if (!error) return { verdict: 'unknown' };
  // The codes are those of a Graph API error, but the body has a different shape.
  const { code, subcode, message } = error;
  const body = JSON.stringify({ error: { code, error_subcode: subcode, message } });
  const { verdict, rawCode } = classifyFor('facebook', { status: 400, body });
  // The token is dead, whatever the code means elsewhere.
  const reason = verdict === 'not_a_disconnect' ? 'unknown' : verdict;
  return { verdict: reason, ...(rawCode !== undefined && { rawCode }) };
}

function isAllowed(facts: TokenFacts, scope: string, page: string | undefined): boolean {
  if (!facts.scopes.includes(scope)) return false;
  const targets = facts.granular_scopes.find((each) => each.scope === scope)?.target_ids;
  return page === undefined || targets === undefined || targets.includes(page);
}
