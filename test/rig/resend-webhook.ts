/** Resend's webhook: events as Resend signs and posts them. */
import { createHmac, randomUUID } from 'node:crypto';
import { WEBHOOK_SECRET, type Api, type Reply } from './api.js';

const KEY = Buffer.from(WEBHOOK_SECRET.slice('whsec_'.length), 'base64');

export interface Signed {
  id: string;
  timestamp: string;
  signature: string;
  body: string;
}

export const seconds = (offset = 0) => String(Math.floor(Date.now() / 1000) + offset);

export const sign = (id: string, timestamp: string, body: string, key = KEY) =>
  `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;

export function signed(event: object, at = seconds()): Signed {
  const [id, body] = [`msg_${randomUUID()}`, JSON.stringify(event)];
  return { id, timestamp: at, signature: sign(id, at, body), body };
}

export const postSigned = (api: Api, { id, timestamp, signature, body }: Signed): Promise<Reply> =>
  api.call('POST', '/webhooks/resend', body, {
    key: null,
    headers: { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': signature },
  });
