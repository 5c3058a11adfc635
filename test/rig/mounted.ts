/** Every route that an Express app answers, read from its routers, so that tests notice one that somebody adds. */
import type { Express } from 'express';
import { createApp } from '../../api/app.js';
import type { Context } from '../../platform/context.js';
import { createPages, resolveSession } from '../../web/index.js';

export interface Mounted {
  /** `ALL` for a route that chooses by the method itself, as the API's do. */
  method: string;
  /** As declared, such as `/accounts/:id`. */
  path: string;
}

interface Layer {
  route?: { path: string; methods: Record<string, boolean> };
  handle: { stack?: Layer[] };
}

const OIDC = { issuer: 'https://login.example', clientId: 'x', clientSecret: 'x', trustEmail: false };

/** Returns the routes of a server that has every optional part. */
export async function mountedRoutes(context: Context): Promise<Mounted[]> {
  const whole = { ...context, config: { ...context.config, oidc: OIDC, metricsPort: undefined } };
  const app = createApp(whole, { pages: createPages(whole), resolveSession: resolveSession(whole) });
  await app.close();
  return routesIn(app.express);
}

function routesIn(app: Express): Mounted[] {
  return routesOf((app as unknown as { router: { stack: Layer[] } }).router.stack);
}

function routesOf(stack: readonly Layer[]): Mounted[] {
  return stack.flatMap(({ route, handle }) => {
    // All our routers are mounted at the root, so a path is whole as it is.
    if (!route) return routesOf(handle.stack ?? []);
    const methods = Object.keys(route.methods);
    // `app.all` lists every method that Node knows; `route.all` lists one of its own.
    if (methods.length > 5) return [{ method: 'ALL', path: route.path }];
    return methods.map((method) => ({ method: method === '_all' ? 'ALL' : method.toUpperCase(), path: route.path }));
  });
}
