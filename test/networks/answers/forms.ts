/** The forms in which networks send their errors. */
import type { Verdict } from '../../../networks/index.js';
import type { NetworkName } from '../../../domain/networks.js';

/** What happened, where, the status, the body as it came over the wire, and what it means. */
export type Case = [what: string, network: NetworkName, status: number, body: unknown, verdict: Verdict];

export const meta = (code: number, message: string, subcode?: number) => ({
  error: { message, type: 'OAuthException', code, ...(subcode && { error_subcode: subcode }), fbtrace_id: 'A1' },
});
export const numbered = (code: number, message: string) => ({ errors: [{ code, message }] });
export const problem = (name: string, title: string, more = {}) => ({
  title,
  detail: title,
  type: `https://api.twitter.com/2/problems/${name}`,
  ...more,
});
export const youtube = (code: number, reason: string, domain = 'youtube.header') => ({
  error: { code, message: 'm', errors: [{ message: 'm', domain, reason }] },
});
export const cloud = (code: number, status: string, reason: string) => ({
  error: {
    code,
    message: 'm',
    status,
    details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason, domain: 'googleapis.com' }],
  },
});
export const service = (status: number, serviceErrorCode: number, code: string, message = 'm') => ({
  status,
  serviceErrorCode,
  code,
  message,
});
export const oauth = (error: string, error_description = 'd') => ({ error, error_description });
