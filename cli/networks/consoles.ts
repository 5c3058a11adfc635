/** How the networks' developer consoles differ. A new provider needs an entry here before this compiles. */
import type { ProviderName } from '../../domain/networks.js';
import type { CallbackPathOf } from '../../domain/network-callbacks.js';

export interface Console<P extends ProviderName = ProviderName> {
  name: string;
  url: string;
  clientId: { looksLike: (id: string) => boolean; example: string; where: string };
  /** Where to enter the redirect URI. */
  redirect: string;
  /** Where to enter the addresses of the callbacks that the network has (domain/network-callbacks.ts). */
  webhooks: Readonly<Record<CallbackPathOf<P>, string>>;
  /** What to do before people outside your own organization can sign in. `{scopes}` stands for the scopes that Relink requests. */
  review: readonly string[];
}

export const CONSOLES: { [P in ProviderName]: Console<P> } = {
  // https://developers.facebook.com/docs/facebook-login/security, …/docs/resp-plat-initiatives/app-review
  facebook: {
    name: 'Meta for Developers',
    url: 'https://developers.facebook.com/apps',
    clientId: {
      looksLike: (id) => /^\d{10,20}$/.test(id),
      example: 'digits only',
      where: 'App settings → Basic → App ID',
    },
    redirect: 'Facebook Login → Settings → Valid OAuth Redirect URIs (exact match, strict mode on)',
    webhooks: {
      '/webhooks/meta/deauthorize': 'Facebook Login → Settings → Deauthorize callback URL',
      '/webhooks/meta/data-deletion': 'App settings → Data deletion callback URL',
    },
    review: [
      'App Review → Advanced Access for {scopes}. Meta asks for a verified business and a video of the sign-in. Until then, only people with a role in the app can connect',
      'App settings → Basic: enter the privacy policy and app domain, then set the app to Live',
    ],
  },
  // https://learn.microsoft.com/en-us/linkedin/marketing/community-management-app-review
  linkedin: {
    name: 'LinkedIn Developers',
    url: 'https://www.linkedin.com/developers/apps',
    clientId: {
      looksLike: (id) => /^[a-z0-9]{12,16}$/.test(id),
      example: '14 lowercase letters and digits',
      where: 'Auth → Client ID',
    },
    redirect: 'Auth → Authorized redirect URLs for your app',
    webhooks: {},
    review: [
      'Have the app verified by a super admin of your organization’s LinkedIn Page',
      'Products → Community Management API, for {scopes}. LinkedIn reviews the access request and accepts registered organizations only. r_member_social is granted per app, so include it in the request',
      'Refresh tokens are for approved partners. Without them, each owner signs in again every 60 days',
    ],
  },
  // https://docs.x.com/resources/fundamentals/developer-apps
  x: {
    name: 'X Developer Console',
    url: 'https://console.x.com',
    clientId: {
      // An OAuth 2.0 client id is base64url of "<app>:1:ci"; an OAuth 1.0a API key isn't.
      looksLike: (id) => /^[\w-]{20,64}$/.test(id) && Buffer.from(id, 'base64url').toString().endsWith(':ci'),
      example: 'the OAuth 2.0 Client ID, not the API key',
      where: 'the app → User authentication settings → OAuth 2.0 Client ID',
    },
    redirect: 'User authentication settings → Callback URI (exact match, at most 10)',
    webhooks: {},
    review: [
      'User authentication settings → type "Web App" (a confidential client), permission Read. OAuth 2.0 then grants {scopes}',
      'Choose an API plan with enough reads for what you capture',
    ],
  },
  // https://developers.google.com/identity/protocols/oauth2/web-server, …/protocols/risc
  google: {
    name: 'Google Cloud Console',
    url: 'https://console.cloud.google.com/apis/credentials',
    clientId: {
      looksLike: (id) => /^\d+-[a-z0-9]+\.apps\.googleusercontent\.com$/.test(id),
      example: '<number>-<letters>.apps.googleusercontent.com',
      where: 'Credentials → OAuth client of the type Web application',
    },
    redirect: 'Credentials → the OAuth client → Authorized redirect URIs',
    webhooks: {
      '/webhooks/google/risc':
        'Cross-Account Protection: enable the RISC API, create a service account, and register this receiver with stream:update',
    },
    review: [
      'APIs & Services → enable YouTube Data API v3',
      'OAuth consent screen: publish it ("In production"). In testing, permission expires after 7 days',
      'Get verified for the scopes {scopes}, with the domain of PUBLIC_URL as an authorized domain',
    ],
  },
  // https://developers.facebook.com/docs/development/create-an-app/threads-use-case
  threads: {
    name: 'Meta for Developers, use case Threads',
    url: 'https://developers.facebook.com/apps',
    clientId: {
      looksLike: (id) => /^\d{10,20}$/.test(id),
      example: 'digits only',
      where: 'Use cases → Access the Threads API → Settings → Threads app ID, which is not the App ID',
    },
    redirect: 'Use cases → Access the Threads API → Settings → Valid OAuth redirect URIs',
    webhooks: {
      '/webhooks/threads/deauthorize': 'Same page → Deauthorize callback URL',
      '/webhooks/threads/data-deletion': 'Same page → Data Deletion Requests URL',
    },
    review: [
      'App Review for {scopes}. Until then, only the app’s Threads testers can connect',
      'Permission for a private profile expires after 90 days no matter what. For a public profile, each renewal extends it',
    ],
  },
};
