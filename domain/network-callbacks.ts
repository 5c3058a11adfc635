/**
 * What each network tells an app by itself, and the path in Relink that hears it. Requirement: a network that says when a person removes
 * the app, or asks to have their data deleted, is heard at once. A new provider doesn't compile without an entry here, and an entry
 * doesn't compile without its route (api/webhooks/webhooks.ts) and its line for the developer console (cli/networks/consoles.ts).
 */
import { PROVIDER_NAMES, type ProviderName } from './networks.js';

/** `deauthorize`: a person's permission ended. `dataDeletion`: a person asks to have their data deleted. */
export const CALLBACK_EVENTS = ['deauthorize', 'dataDeletion'] as const;
export type CallbackEvent = (typeof CALLBACK_EVENTS)[number];

/** A path, or why the network has no such callback, from its documentation. Only the nightly token checks find out then. */
export type CallbackDeclaration = { path: `/webhooks/${string}` } | { none: string; source: `https://${string}` };

export const CALLBACKS = {
  // https://developers.facebook.com/docs/facebook-login/security
  // https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback
  facebook: {
    deauthorize: { path: '/webhooks/meta/deauthorize' },
    dataDeletion: { path: '/webhooks/meta/data-deletion' },
  },
  linkedin: {
    deauthorize: {
      none: 'LinkedIn’s webhooks are about Pages and leads. A removed permission shows as a 401 on the next request',
      source: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/programmatic-refresh-tokens',
    },
    dataDeletion: {
      none: 'LinkedIn has no callback for it. A person writes to the app’s operator',
      source: 'https://www.linkedin.com/legal/l/api-terms-of-use',
    },
  },
  x: {
    deauthorize: {
      // It replaces the Account Activity API.
      none: 'The events of the X Activity API are about posts, follows, and profiles. A removed permission shows as a 401 on the next request',
      source: 'https://docs.x.com/x-api/activity/introduction',
    },
    dataDeletion: {
      none: 'X has no callback for it. Its stream of deleted accounts is for Enterprise plans, and isn’t about the app’s own data',
      source: 'https://docs.x.com/x-api/stream/stream-users-compliance-data',
    },
  },
  // https://developers.google.com/identity/protocols/risc. "account-purged" is the end of a Google account with all its data.
  google: {
    deauthorize: { path: '/webhooks/google/risc' },
    dataDeletion: { path: '/webhooks/google/risc' },
  },
  // https://developers.facebook.com/docs/threads/get-started. Threads signs with the secret of its own app.
  threads: {
    deauthorize: { path: '/webhooks/threads/deauthorize' },
    dataDeletion: { path: '/webhooks/threads/data-deletion' },
  },
} as const satisfies Record<ProviderName, Record<CallbackEvent, CallbackDeclaration>>;

type Declared = (typeof CALLBACKS)[ProviderName][CallbackEvent];
/** Every path that a network is told to call. */
export type CallbackPath = Extract<Declared, { path: string }>['path'];

/** The paths that one provider calls. */
export type CallbackPathOf<P extends ProviderName> = Extract<
  (typeof CALLBACKS)[P][CallbackEvent],
  { path: string }
>['path'];

export function callbackPaths(provider: ProviderName): CallbackPath[] {
  const declared: Declared[] = Object.values(CALLBACKS[provider]);
  return [...new Set(declared.flatMap((one) => ('path' in one ? [one.path] : [])))];
}

export type CallbackUrls = Partial<Record<ProviderName, Partial<Record<CallbackEvent, string>>>>;

/** The addresses that the networks are told to call, in an installation that is reached at `publicUrl`. */
export function callbackUrls(publicUrl: string): CallbackUrls {
  const urlsOf = (declared: Record<CallbackEvent, CallbackDeclaration>) =>
    Object.fromEntries(
      CALLBACK_EVENTS.flatMap((event) => {
        const one = declared[event];
        return 'path' in one ? [[event, publicUrl + one.path]] : [];
      }),
    );
  return Object.fromEntries(PROVIDER_NAMES.map((provider) => [provider, urlsOf(CALLBACKS[provider])]));
}
