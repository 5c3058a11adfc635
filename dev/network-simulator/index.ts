/** All providers in one local server, with the wire formats of the real ones, so that Relink runs without any developer account. */
import type { AddressInfo } from 'node:net';
import express, { Router } from 'express';
import type { Express } from 'express';
import { PROVIDER_NAMES } from '../../domain/networks.js';
import type { ProviderName } from '../../domain/networks.js';
import type { CallbackUrls } from '../../domain/network-callbacks.js';
import { popUpHeaders, securityHeaders } from '../../http/headers.js';
import { createHttpServer } from '../../http/server.js';
import { refusalSentence } from '../../i18n/refusals.js';
import { localRefusal } from '../../platform/loopback-only.js';
import { appFault } from './app-faults.js';
import { apiRoutes } from './api.js';
import { authorizeRoutes } from './authorize.js';
import { Callbacks } from './callbacks.js';
import type { Dialect, Parts } from './dialect.js';
import { facebookDialect } from './facebook.js';
import { googleDialect } from './google.js';
import { homeRoutes } from './home.js';
import { linkedinDialect } from './linkedin.js';
import { openidRoutes } from './openid.js';
import { reader } from './reader.js';
import { revocationRoutes } from './revocation.js';
import { Store } from './store.js';
import { tokenEndpoint } from './token-endpoint.js';
import { Tokens } from './tokens.js';
import { threadsDialect } from './threads.js';
import { xDialect } from './x.js';

export type RedirectUris = Partial<Record<ProviderName, readonly string[]>>;

export interface SimulatorSettings {
  /** 0 picks any free port. */
  port: number;
  /** Loopback by default, because anyone who can reach the simulator can act as anyone. */
  host?: string;
  /** Where identities and tokens are kept across restarts; without it, they are lost. */
  dir?: string;
  /** The redirect URIs that Relink registered, as in a network's developer console. */
  redirectUris: RedirectUris;
  /** The app's registered name, which the permission window shows. */
  appName?: string;
  /** Where Relink wants to be notified of what people do at the network; also registered there. */
  callbacks?: CallbackUrls;
  /** How long a request takes in "slow" mode. */
  slowMs?: number;
  /** How long a day lasts for the networks' rules (Threads: a token must be a day old to be renewed). */
  dayMs?: number;
}

export interface Simulator {
  url: string;
  close(): Promise<void>;
  setRedirectUris(redirectUris: RedirectUris): void;
  setCallbacks(callbacks: CallbackUrls): void;
}

const DIALECTS: Record<ProviderName, Dialect> = {
  facebook: facebookDialect,
  linkedin: linkedinDialect,
  x: xDialect,
  google: googleDialect,
  threads: threadsDialect,
};

export async function startSimulator(settings: SimulatorSettings): Promise<Simulator> {
  const { port, host = '127.0.0.1', appName = 'ArchiveSocial', slowMs = 3_000, dayMs = 86_400_000 } = settings;
  let { redirectUris } = settings;
  const store = await Store.open(settings.dir);
  const callbacks = new Callbacks(store, settings.callbacks ?? {});
  const app = simulatorApp(store, callbacks, { appName, slowMs, dayMs }, (provider) => redirectUris[provider] ?? []);
  const server = createHttpServer({ secure: false }, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
  callbacks.issuer = `${url}/google/`;
  return {
    url,
    setCallbacks: (changed) => callbacks.register(changed),
    setRedirectUris(changed) {
      redirectUris = changed;
    },
    async close() {
      callbacks.stop();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await store.save();
    },
  };
}

function simulatorApp(
  store: Store,
  callbacks: Callbacks,
  { appName, ...times }: Pick<Parts, 'slowMs' | 'dayMs'> & { appName: string },
  redirectUris: (provider: ProviderName) => readonly string[],
): Express {
  const app = express();
  app.disable('x-powered-by');
  // Its pages open in our pop-up window, which must keep its opener.
  app.use(securityHeaders(false), popUpHeaders);
  app.use((req, res, next) => {
    const refusal = localRefusal(req);
    if (!refusal) return next();
    res.status(403).type('text').send(refusalSentence('api', refusal));
  });
  const tokens = new Tokens(store);
  app.use('/api', apiRoutes(store, callbacks));
  app.use(express.urlencoded({ extended: false }));
  for (const provider of PROVIDER_NAMES) {
    const dialect = DIALECTS[provider];
    const router = Router();
    router.use(appFault(dialect, store, () => redirectUris(provider)));
    authorizeRoutes(router, { dialect, appName, store, tokens, redirectUris: () => redirectUris(provider) });
    const parts = { dialect, store, tokens, ...times };
    router.post(dialect.paths.token, tokenEndpoint(parts));
    revocationRoutes(router, parts);
    openidRoutes(router, parts);
    if (provider === 'google') callbacks.configuration(router);
    dialect.api(router, reader(parts), parts);
    app.use(`/${provider}`, router);
  }
  app.use(homeRoutes(store, callbacks));
  return app;
}
