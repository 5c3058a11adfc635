/**
 * `POST /webhooks/meta/deauthorize` and `/webhooks/meta/data-deletion`, and the same two under `/webhooks/threads`: someone removed the
 * app at Meta, or asked to have their data deleted. Both take effect immediately, in one transaction, and respond when that is done, so
 * a failure isn't lost silently.
 */
import express, { type Request, type RequestHandler } from 'express';
import type { Context } from '../../platform/context.js';
import { deletePerson } from '../../services/credentials/network-events/data-deletion.js';
import { handleNotices, type Notice } from '../../services/credentials/network-events/end-authorizations.js';
import { Refusal } from '../../domain/refusal.js';
import type { ProviderName } from '../../domain/networks.js';
import type { Reason } from '../../domain/reasons.js';
import { countFailure } from '../../http/caller-limits.js';
import { readSignedRequest, type MetaCallback } from './signed-request.js';

/**
 * Our apps at Meta. The Threads app has its own id and secret, and the ids of people that it gets are specific to it. Its callbacks have
 * paths of their own, but some consoles still have those of the Facebook app, where its signature stays welcome.
 */
export const META_APPS = ['facebook', 'threads'] as const satisfies readonly ProviderName[];

const MAX_BYTES = 16_000;
export const readMeta: RequestHandler = express.raw({ type: () => true, limit: MAX_BYTES });

/** @param apps the apps whose secrets can sign what arrives at these paths */
export function metaWebhooks(context: Context, failures: RequestHandler, apps: readonly (typeof META_APPS)[number][]) {
  const { config, log, networks } = context;
  const secrets = new Map(
    apps.flatMap((provider) => {
      const client = networks.clientOf(provider);
      return client ? [[provider, client.credentials.clientSecret] as const] : [];
    }),
  );

  async function verified(req: Request): Promise<MetaCallback> {
    const callback = readSignedRequest(secrets, extractSignedRequest(req.body), new Date());
    if (callback) return callback;
    await countFailure(failures, req);
    throw new Refusal('bad_signature', { from: 'meta' });
  }

  const deauthorize: RequestHandler = async (req, res) => {
    const { provider, at, about, eventId } = await verified(req);
    // The same payload can also be sent to the other address, where it is a different event.
    const sent = { by: 'meta', id: `deauthorize ${eventId}` } as const;
    const event = { provider, at, code: 'page' in about ? 'deauthorize/page' : 'deauthorize' };
    const ended = (reason: Reason): Notice => ({
      event,
      selector: about,
      consequence: { reason, deleteTokens: false },
    });
    const notices: Notice[] =
      'page' in about
        ? [
            // Removing one Page from the app doesn't affect the person's permission, so their other Pages stay as they are.
            ended('permission_missing'),
            // An Instagram account is read with its Page's permission, but only the network knows which account belongs to the Page.
            { event, selector: { authorizedWithPage: about.page }, consequence: 'check' },
          ]
        : [ended('token_revoked')];
    const disconnected = await handleNotices(context, sent, notices);
    if (disconnected !== null) log.info({ ...event, disconnected }, 'Meta reported that an authorization ended');
    res.status(200).end();
  };

  const dataDeletion: RequestHandler = async (req, res) => {
    const { provider, at, about, eventId } = await verified(req);
    if ('page' in about) throw new Refusal('no_person', {});
    const request = { provider, at, code: 'data-deletion', eventId: `data-deletion ${eventId}`, person: about.person };
    const code = await deletePerson(context, request);
    res.status(200).json({ url: `${config.publicUrl}/data-deletion/${code}`, confirmation_code: code });
  };

  return { deauthorize, dataDeletion };
}

/** Reads the only form field. A form that has it twice is ambiguous, so it counts as empty. */
function extractSignedRequest(body: unknown): string {
  const form = new URLSearchParams(Buffer.isBuffer(body) ? body.toString('latin1') : '');
  const [text = '', ...more] = form.getAll('signed_request');
  return more.length > 0 ? '' : text;
}
