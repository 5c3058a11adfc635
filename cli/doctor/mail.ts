import { randomUUID } from 'node:crypto';
import type { Config } from '../../platform/config.js';
import { diagnose, type Diagnosis } from './diagnosis.js';

const ADVICE = 'Can this machine reach Resend (api.resend.com, or RESEND_BASE_URL)?';
const TIMEOUT_MS = 10_000;

export async function mailDiagnoses({ mail }: Config): Promise<Diagnosis[]> {
  const key = await diagnose('Resend key', ADVICE, async () => {
    // Asks for an email that doesn't exist: with a working key, Resend responds 404, and nothing is sent.
    const response = await fetch(`${mail.baseUrl ?? 'https://api.resend.com'}/emails/${randomUUID()}`, {
      headers: { authorization: `Bearer ${mail.apiKey}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const { name = '' } = (await response.json().catch(() => ({}))) as { name?: string };
    // A key that can only send isn't allowed to read emails, but sending is all that Relink needs.
    if (response.status === 404 || name === 'restricted_api_key') return { ok: true, detail: 'accepted' };
    return {
      ok: false,
      detail: `refused (${response.status} ${name}). Set RESEND_API_KEY to a working key.`,
    };
  });
  const webhook: Diagnosis = mail.webhookSecret
    ? { what: 'Resend webhook', ok: true, detail: 'its secret is set' }
    : {
        what: 'Resend webhook',
        ok: false,
        detail:
          'RESEND_WEBHOOK_SECRET isn’t set, so Relink doesn’t learn of bounces. Add a webhook to /webhooks/resend at Resend.',
      };
  return [key, webhook];
}
