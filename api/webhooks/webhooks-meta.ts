/**
 * `POST /webhooks/meta/deauthorize` and `/webhooks/meta/data-deletion`: somebody removed the app at Meta, or asked to have their data
 * deleted. Both act at once, in one transaction, and are answered when that is done: what is not answered is not lost silently.
 */
import express, { type Request, type RequestHandler } from 'express';
import type { Context, UnitOfWork } from '../../platform/context.js';
import { deletePerson } from '../../services/credentials/network-events/data-deletion.js';
import { firstTime } from '../../services/credentials/network-events/dedupe.js';
import {
  checkSoon,
  endAuthorizations,
  type EventContext,
} from '../../services/credentials/network-events/end-authorizations.js';
import { Refusal } from '../../domain/refusal.js';
import type { ProviderName } from '../../domain/networks.js';
import { countFailure } from '../../http/hardening.js';
import { inUnitOfWork } from '../../platform/unit-of-work.js';
import { clientOf } from './network-clients.js';
import { readSignedRequest, type MetaCallback } from './signed-request.js';

/** Every app of ours at Meta; each has a secret of its own. */
const META_APPS = ['facebook'] as const satisfies readonly ProviderName[];

const MAX_BYTES = 16_000;
export const readMeta: RequestHandler = express.raw({ type: () => true, limit: MAX_BYTES });

export function metaWebhooks(context: Context, failures: RequestHandler) {
  const { config, log } = context;
  const secrets = new Map(
    META_APPS.flatMap((provider) => {
      const client = clientOf(config, provider);
      return client ? [[provider, client.clientSecret] as const] : [];
    }),
  );

  async function verified(req: Request): Promise<MetaCallback> {
    const callback = readSignedRequest(secrets, signedRequestIn(req.body), new Date());
    if (callback) return callback;
    await countFailure(failures, req);
    throw new Refusal(400, 'bad_signature', 'The signed_request is missing, wrong, too old, or of another app.');
  }

  const notifyOf = ({ notify }: UnitOfWork, archives: readonly string[]) => {
    if (archives.length > 0) notify('workflows', ...archives.map((id) => `mail:${id}` as const));
  };

  const deauthorize: RequestHandler = async (req, res) => {
    const { provider, at, about, eventId } = await verified(req);
    const event = { provider, at, code: 'page' in about ? 'deauthorize/page' : 'deauthorize' };
    // A Page that was taken from the app leaves the person's permission, and so their other Pages, as they are.
    const reason = 'page' in about ? ('permission_missing' as const) : ('token_revoked' as const);
    await inUnitOfWork(context, async (unit) => {
      const { tx } = unit;
      // The same payload may be sent to the other address as well, and is another event there.
      if (!(await firstTime(tx, 'meta', `deauthorize ${eventId}`))) return;
      const ended = await endAuthorizations(tx, eventContext(context), event, about, { reason, forget: false });
      // An Instagram account is read with the permission of its Page; which one's it is, only the network knows.
      if ('page' in about) await checkSoon(tx, event, { besidePage: about.page });
      log.info({ ...event, disconnected: ended.disconnected }, 'Meta says that an authorization is over');
      notifyOf(unit, ended.archives);
    });
    res.status(200).end();
  };

  const dataDeletion: RequestHandler = async (req, res) => {
    const { provider, at, about, eventId } = await verified(req);
    if ('page' in about)
      throw new Refusal(400, 'no_person', 'This names no person: data of people are deleted at their own request.');
    const request = { provider, at, code: 'data-deletion', eventId: `data-deletion ${eventId}`, person: about.person };
    const code = await inUnitOfWork(context, async (unit) => {
      const deletion = await deletePerson(unit.tx, eventContext(context), request);
      notifyOf(unit, deletion.archives);
      return deletion.code;
    });
    res.status(200).json({ url: `${config.publicUrl}/data-deletion/${code}`, confirmation_code: code });
  };

  return { deauthorize, dataDeletion };
}

export const eventContext = ({ clock, config: { dayMs, windows } }: Context): EventContext => ({
  now: clock.now(),
  dayMs,
  windows,
});

/** The one form field; what has it twice says nothing clear. */
function signedRequestIn(body: unknown): string {
  const form = new URLSearchParams(Buffer.isBuffer(body) ? body.toString('latin1') : '');
  const [text = '', ...more] = form.getAll('signed_request');
  return more.length > 0 ? '' : text;
}
