/**
 * What Meta says about a token: whether it is valid, until when, and what it allows.
 * https://developers.facebook.com/docs/graph-api/reference/debug_token
 */
import { z } from 'zod';
import type { NetworkName } from '../domain/networks.js';
import type { CheckResult } from './adapter.js';
import { instant } from './check.js';
import { classifyFor } from './classify.js';
import { isSameScope, missingScopes, type Granted } from './granted.js';

const Debug = z.object({
  is_valid: z.boolean(),
  type: z.string().optional(),
  /** Seconds since 1970; 0 means never. */
  expires_at: z.number().optional(),
  data_access_expires_at: z.number().optional(),
  /** Of a Page's token: the Page. */
  profile_id: z.string().optional(),
  /** Absent if Meta doesn't say. That isn't proof that nothing was granted. */
  scopes: z.array(z.string()).nullish(),
  /**
   * `target_ids`: the Pages that the person left selected, or the Instagram accounts for a permission about Instagram; absent if the
   * permission covers all of them.
   */
  granular_scopes: z.array(z.object({ scope: z.string(), target_ids: z.array(z.string()).nullish() })).nullish(),
  error: z.object({ code: z.number(), subcode: z.number().optional(), message: z.string().optional() }).optional(),
});
export type TokenFacts = z.infer<typeof Debug>;
export const DebugAnswer = z.object({ data: Debug });

export interface TokenNeeds {
  scopes: readonly string[];
  /** The account that the permissions must cover, and its network. */
  account?: string;
  network?: NetworkName;
}

export const grantedBy = ({ scopes, granular_scopes: granular }: TokenFacts): Granted => ({
  scopes: scopes ?? granular?.map(({ scope }) => scope) ?? null,
  targetsOf: (scope) => granular?.find((each) => isSameScope(each.scope, scope))?.target_ids ?? undefined,
});

/** Judges the account from the facts about its token, before the account itself is read. */
export function evaluateTokenFacts(facts: TokenFacts, needs: TokenNeeds): CheckResult {
  if (!facts.is_valid) return deadTokenResult(facts);
  const dataAccessExpiresAt = instant(facts.data_access_expires_at);
  if (dataAccessExpiresAt && dataAccessExpiresAt.getTime() <= Date.now()) {
    return { verdict: 'token_expired', rawCode: 'data_access_expired' };
  }
  // For an Instagram account, Meta can list the Page that it is linked to.
  const page = needs.network === 'instagram' && facts.profile_id !== undefined ? [facts.profile_id] : [];
  const ids = needs.account === undefined ? [] : [needs.account, ...page];
  const [missing] = missingScopes(grantedBy(facts), needs.scopes, ids);
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
