/**
 * The pages for people, rendered on the server with a little script. A session limits what a page shows to one owner or
 * to one archive.
 */
import { Router, type Express, type RequestHandler } from 'express';
import type { Context } from '../platform/context.js';
import { isId } from '../domain/ids.js';
import { withRealHash, withRealPath } from '../domain/secret-urls.js';
import { assetUrl, serveAssets } from './assets.js';
import { forPeople, pageErrors, pageNotFound } from './errors.js';
import { compress } from '../http/compress.js';
import { popUpHeaders } from '../http/headers.js';
import { accountDeletionRoutes } from './routes/account-deletion.js';
import { accountPageRoutes } from './routes/account-page.js';
import { accountListRoutes } from './routes/account-lists.js';
import { accountsRoutes } from './routes/accounts.js';
import { reconnectStartRoutes } from './routes/reconnect-start.js';
import { surgeHoldPageRoutes } from './routes/surge-hold.js';
import { reconnectCallbackRoutes } from './routes/reconnect-callback.js';
import { configureImportRoutes } from './routes/configure-import.js';
import { configureLinkRoutes } from './routes/configure-link.js';
import { configurePeopleRoutes } from './routes/configure-people.js';
import { configurePersonRoutes } from './routes/configure-person.js';
import { configureEmailsRoutes } from './routes/configure-emails.js';
import { configureKeysRoutes } from './routes/configure-keys.js';
import { configureSeriesRoutes } from './routes/configure-series.js';
import { configureSignInRoutes } from './routes/configure-sign-in.js';
import { connectRoutes } from './routes/connect.js';
import { dashboardRoutes } from './routes/dashboard.js';
import { dataDeletionRoutes } from './routes/data-deletion.js';
import { disconnectPageRoutes } from './routes/disconnect.js';
import { gapsRoutes } from './routes/gaps.js';
import { helpRoutes } from './routes/help.js';
import { signInRoutes } from './routes/sign-in.js';
import { signInOidcRoutes } from './routes/sign-in-oidc.js';
import { languageRoutes } from './routes/language.js';
import { preferencesRoutes } from './routes/preferences.js';
import { reconnectLeaveRoutes } from './routes/reconnect-leave.js';
import { chooseLocale } from './render/locale.js';
import { parentProfilePageRoutes } from './routes/parent-profiles.js';
import { newTransferRoutes } from './routes/new-transfer.js';
import { transferPageRoutes } from './routes/transfers.js';
import { youRoutes } from './routes/you.js';
import { RECONNECT_PATH } from './paths.js';
import { notePages } from './page-paths.js';
import { createWebContext, isSecure, type WebContext } from './web-context.js';

export { resolveSession } from './session/principal.js';

const PATHS = [
  /^\/$/,
  '/connect',
  '/reconnect',
  '/oauth',
  '/language',
  '/sign-in',
  '/sign-out',
  '/you',
  '/dashboard',
  '/owners',
  '/accounts',
  '/disconnects',
  '/transfers',
  '/surge-holds',
  '/parent-profiles',
  '/gaps',
  '/gaps.csv',
  '/configure',
  '/help',
  '/preferences',
  '/data-deletion',
];

/** The way of a sign-in's pop-up, from its first page to the result. */
const POP_UP_PATHS = ['/connect/opening', RECONNECT_PATH, '/reconnect', '/oauth'];

/**
 * Leads on from `/connect%23…` to `/connect#…`, and from a path that was spoiled on the way to the right one. A redirect leaves no entry in the history, and the browser sends no Referer with it.
 */
const mendEncodedHash: RequestHandler = (req, res, next) => {
  const url =
    req.method === 'GET' || req.method === 'HEAD'
      ? (withRealHash(req.originalUrl) ?? withRealPath(req.originalUrl))
      : null;
  if (url === null) return next();
  res.redirect(303, url);
};

type AddRoutes = (router: Router, web: WebContext) => void;

const ROUTES: readonly AddRoutes[] = [
  connectRoutes,
  accountsRoutes,
  reconnectStartRoutes,
  reconnectLeaveRoutes,
  reconnectCallbackRoutes,
  languageRoutes,
  helpRoutes,
  configurePeopleRoutes,
  configurePersonRoutes,
  configureLinkRoutes,
  configureImportRoutes,
  youRoutes,
  signInRoutes,
  signInOidcRoutes,
  dashboardRoutes,
  accountListRoutes,
  accountPageRoutes,
  accountDeletionRoutes,
  preferencesRoutes,
  dataDeletionRoutes,
  disconnectPageRoutes,
  newTransferRoutes,
  transferPageRoutes,
  parentProfilePageRoutes,
  gapsRoutes,
  surgeHoldPageRoutes,
  configureSeriesRoutes,
  configureEmailsRoutes,
  configureKeysRoutes,
  configureSignInRoutes,
];

export function createPages(context: Context): (app: Express) => void {
  const { config, log } = context;
  const router = Router();
  const isPage = notePages(router);
  const web = createWebContext(context, isPage);
  if (!isSecure(context)) {
    log.warn(
      { publicUrl: config.publicUrl },
      'PUBLIC_URL is plain http, so cookies aren’t Secure and have no __Host- prefix. Use plain http only on a loopback address',
    );
  }
  return (app) => {
    app.locals.productName = config.productName;
    app.locals.isPage = isPage;
    router.use(compress);
    router.use(POP_UP_PATHS, popUpHeaders);
    router.get('/assets/:file', serveAssets);
    router.get('/favicon.ico', (_req, res) => res.redirect(assetUrl('icon.svg')));
    router.use(mendEncodedHash);
    router.use(chooseLocale(web));
    router.param('id', (req, res, next, id: string) => (isId(id) ? next() : pageNotFound(req, res, next)));
    for (const addRoutes of ROUTES) addRoutes(router, web);
    router.use(PATHS, pageNotFound);
    router.use(forPeople, pageNotFound);
    router.use(pageErrors(context));
    app.use(router);
  };
}
