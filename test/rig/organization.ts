/** A real OpenID Connect provider on this machine, whose people sign in by typing who they are. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

export interface Organization {
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The claims about the next person who signs in. */
  person: { email?: string; email_verified?: boolean };
  /** Sets the redirect URI of its client; call it before anyone signs in. */
  redirectTo(uri: string): void;
  close(): Promise<void>;
}

export async function createOrganization(): Promise<Organization> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const organization: Organization = {
    issuer,
    clientId: 'relink',
    clientSecret: 'a secret of the tests',
    person: {},
    redirectTo(uri) {
      const provider = new Provider(issuer, {
        clients: [
          {
            client_id: 'relink',
            client_secret: organization.clientSecret,
            redirect_uris: [uri],
            grant_types: ['authorization_code'],
          },
        ],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        findAccount: (_context, id) => ({
          accountId: id,
          claims: () => ({ sub: id, ...organization.person }),
        }),
      });
      // The browser uses the machine's clock, whatever the test's clock is, so its cookies last as long as the browser runs.
      provider.use(async (context, next) => {
        await next();
        const cookies = [context.response.headers['set-cookie'] ?? []].flat();
        context.set(
          'set-cookie',
          cookies.map((cookie) => cookie.replace(/; expires=(?!Thu, 01 Jan 1970)[^;]*/, '')),
        );
      });
      server.removeAllListeners('request');
      const answer = provider.callback();
      server.on('request', (request, response) => void answer(request, response));
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
  return organization;
}
