/** The headers of every answer: nothing of it is framed, sniffed or told to other sites; pages are not stored or indexed either. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * No inline script or style, nothing from elsewhere. Sign-ins leave by a link or a script, never by a form: Chromium applies
 * form-action to the whole chain of redirects.
 */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  fontSrc: ["'self'"],
  connectSrc: ["'self'"],
  formAction: ["'self'"],
  baseUri: ["'none'"],
  frameAncestors: ["'none'"],
};

/** @param secure that people reach Relink by https */
export const securityHeaders = (secure: boolean): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...CONTENT_SECURITY_POLICY, ...(secure && { upgradeInsecureRequests: [] }) },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: secure && { maxAge: 31_536_000, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
    // The pop-up of a sign-in tells its opener nothing, but must not lose it on the way through the network.
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
  });

/** What answers for people have besides. */
export const pageHeaders: RequestHandler = (_req, res, next) => {
  res.set({
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    // Stricter, the pop-up would lose the window that opened it while it is at the network, and could not close itself.
    'Cross-Origin-Opener-Policy': 'unsafe-none',
  });
  next();
};

/** For a page that shows another one of ours in a frame. */
export const framesOwnPages: RequestHandler = (_req, res, next) => {
  res.set('Content-Security-Policy', `${res.get('Content-Security-Policy')}; frame-src 'self'`);
  next();
};

/** Emails have their styles in each element, and are shown as they are: in a frame of ours, with no origin, no script and no way out. */
const EMAIL_POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox',
].join('; ');

export const emailHeaders: RequestHandler = (_req, res, next) => {
  res.set({ 'Content-Security-Policy': EMAIL_POLICY, 'X-Frame-Options': 'SAMEORIGIN' });
  next();
};
