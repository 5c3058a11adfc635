/** Headers of every response. They prevent framing, MIME sniffing, and referrers; for pages, also caching and indexing. */
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * No inline scripts or styles, and nothing from other sites. Sign-ins leave through a link or a script, never through a form, because
 * Chromium applies form-action to the whole redirect chain.
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

/** @param secure whether people reach Relink over HTTPS */
export const securityHeaders = (secure: boolean): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...CONTENT_SECURITY_POLICY, ...(secure && { upgradeInsecureRequests: [] }) },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: secure && { maxAge: 31_536_000, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
    // The sign-in pop-up tells its opener nothing, but must not lose it while it goes through the network's pages.
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
  });

/** Additional headers for responses that people see. */
export const pageHeaders: RequestHandler = (_req, res, next) => {
  res.set({
    'Cache-Control': 'no-store',
    'X-Robots-Tag': 'noindex, nofollow, noarchive',
    'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
    // With a stricter value, the pop-up would lose its opener while it is at the network, and couldn't close itself.
    'Cross-Origin-Opener-Policy': 'unsafe-none',
  });
  next();
};

/** Lets a page show another of Relink's pages in a frame. */
export const framesOwnPages: RequestHandler = (_req, res, next) => {
  res.set('Content-Security-Policy', `${res.get('Content-Security-Policy')}; frame-src 'self'`);
  next();
};

/** For emails, which have inline styles and are shown unchanged, in a sandboxed frame: no origin, no scripts, and no way out. */
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
