/**
 * The callbacks that Facebook, Threads, and Google send to Relink when a person removes the app or asks to have their data deleted: signed
 * like the real ones, and retried a few times.
 */
import { createHmac, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Router } from 'express';
import type { CallbackEvent, CallbackUrls } from '../../domain/network-callbacks.js';
import { simulatorCredentials } from '../../networks/simulator-credentials.js';
import { googleDialect } from './google.js';
import type { Identity } from './model.js';
import { signedToken, subjectFor } from './openid.js';
import type { Store } from './store.js';

/** The networks that send callbacks; the others notify no one. */
const NOTIFYING: readonly unknown[] = ['facebook', 'threads', 'youtube'];
export const sendsCallbacks = (network: string | undefined): boolean => NOTIFYING.includes(network);

/** Where people can ask the network, and so the app, to delete their data. Google has no such button. */
const DELETING: readonly unknown[] = ['facebook', 'threads'];
export const asksToDelete = (network: string | undefined): boolean => DELETING.includes(network);

const PAUSES_MS = [0, 1000, 5000, 15_000];
const TIMEOUT_MS = 10_000;
const TOKENS_REVOKED = 'https://schemas.openid.net/secevent/oauth/event-type/tokens-revoked';

interface Message {
  url: string | undefined;
  type: string;
  body: string;
}

export class Callbacks {
  /** Google's issuer in its events; known once the simulator listens. */
  issuer = '';
  private readonly stopped = new AbortController();

  constructor(
    private readonly store: Store,
    private urls: CallbackUrls,
  ) {}

  register(urls: CallbackUrls): void {
    this.urls = urls;
  }

  /** Returns immediately; no page waits for Relink. */
  appRemoved(identity: Identity | undefined): void {
    if (!identity || !sendsCallbacks(identity.network)) return;
    const message =
      identity.network === 'youtube' ? this.tokensRevoked(identity) : this.signed('deauthorize', identity);
    void this.send(message);
  }

  /** Facebook and Threads offer this to someone who has removed the app. */
  deletionRequested(identity: Identity | undefined): void {
    if (identity && asksToDelete(identity.network)) void this.send(this.signed('dataDeletion', identity));
  }

  stop(): void {
    this.stopped.abort();
  }

  /** Serves the configuration where receivers of Google's events find its keys. */
  configuration(router: Router): void {
    router.get('/.well-known/risc-configuration', (_request, response) => {
      const { issuer } = this;
      response.json({ issuer, jwks_uri: issuer.replace(/\/$/, '') + googleDialect.openid!.jwks });
    });
  }

  private signed(event: CallbackEvent, { id, network }: Identity): Message {
    const provider = network === 'threads' ? 'threads' : 'facebook';
    const claims = { algorithm: 'HMAC-SHA256', issued_at: now(), user_id: id };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const { clientSecret } = simulatorCredentials(provider);
    const signature = createHmac('sha256', clientSecret).update(payload).digest('base64url');
    const body = new URLSearchParams({ signed_request: `${signature}.${payload}` }).toString();
    return { url: this.urls[provider]?.[event], type: 'application/x-www-form-urlencoded', body };
  }

  private tokensRevoked(identity: Identity): Message {
    const { issuer } = this;
    const subject = { subject_type: 'iss-sub', iss: issuer, sub: subjectFor(identity) };
    const claims = {
      iss: issuer,
      aud: simulatorCredentials('google').clientId,
      iat: now(),
      jti: randomUUID(),
      events: { [TOKENS_REVOKED]: { subject } },
    };
    const body = signedToken(this.store, 'secevent+jwt', claims);
    return { url: this.urls.google?.deauthorize, type: 'application/secevent+jwt', body };
  }

  private async send({ url, type, body }: Message): Promise<void> {
    if (url === undefined) return;
    const { signal } = this.stopped;
    for (const pause of PAUSES_MS) {
      try {
        await sleep(pause, undefined, { signal, ref: false });
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': type },
          body,
          signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        });
        await answer.body?.cancel();
        // A permanent refusal is not retried.
        if (answer.status < 500 && answer.status !== 429) return;
      } catch {
        if (signal.aborted) return;
      }
    }
  }
}

const now = () => Math.floor(Date.now() / 1000);
