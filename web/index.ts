/** The pages for people: server-rendered, with a little script. Everything here is limited to one owner by a session. */
import { Router, type Express } from 'express';
import type { Context } from '../context.js';
import { serveAssets } from './assets.js';
import { pageErrors, pageNotFound } from './errors.js';
import { pageHeaders } from './headers.js';
import { WelcomePage } from './pages/welcome.js';
import { sendPage } from './render.js';
import { accountsRoutes } from './routes/accounts.js';
import { beginRoutes } from './routes/begin.js';
import { callbackRoutes } from './routes/callback.js';
import { connectRoutes } from './routes/connect.js';
import { ticketRoutes } from './routes/ticket.js';
import { speaking } from './speaking.js';
import { createWeb, isSecure } from './web.js';

export { resolveSession } from './session.js';

const PATHS = ['/connect', '/reconnect', '/oauth'];

export function createPages(context: Context): (app: Express) => void {
  const { config, log } = context;
  const web = createWeb(context);
  const headers = pageHeaders(isSecure(context));
  if (!isSecure(context)) {
    log.warn(
      { publicUrl: config.publicUrl },
      'PUBLIC_URL is plain http: cookies lose their __Host- prefix and Secure. This is for a loopback address only',
    );
  }
  return (app) => {
    const router = Router();
    router.get('/assets/:file', serveAssets);
    router.use(speaking(web));
    router.get('/', headers, (_req, res) => sendPage(res, WelcomePage, { docs: !config.production }));
    router.use(PATHS, headers);
    connectRoutes(router, web);
    accountsRoutes(router, web);
    beginRoutes(router, web);
    ticketRoutes(router, web);
    callbackRoutes(router, web);
    router.use(PATHS, pageNotFound);
    router.use(pageErrors(context));
    app.use(router);
  };
}
