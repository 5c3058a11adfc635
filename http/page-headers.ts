/** Every answer for people: nothing of it is stored, indexed, framed, sniffed or told to other sites. */
import type { RequestHandler } from 'express';

// No inline script or style, nothing from elsewhere. Sign-ins leave by a link or a script, never by a form: Chromium applies
// form-action to the whole chain of redirects.
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

export function pageHeaders(secure: boolean): RequestHandler {
  return (_req, res, next) => {
    res.set({
      'Content-Security-Policy': secure
        ? `${CONTENT_SECURITY_POLICY}; upgrade-insecure-requests`
        : CONTENT_SECURITY_POLICY,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
      'X-Robots-Tag': 'noindex, nofollow, noarchive',
      'X-Content-Type-Options': 'nosniff',
      'X-Frame-Options': 'DENY',
      'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
      // Stricter, the pop-up would lose the window that opened it while it is at the network, and could not close itself.
      'Cross-Origin-Opener-Policy': 'unsafe-none',
      'Cross-Origin-Resource-Policy': 'same-origin',
    });
    if (secure) res.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains');
    next();
  };
}

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
