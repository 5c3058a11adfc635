/** Headers of every response. They prevent framing, MIME sniffing, referrers, caching, and indexing. */
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
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

/** What helmet doesn't set. Nothing is cached or indexed, and no page needs these features; assets set their own Cache-Control. */
const FURTHER_HEADERS = {
  'Cache-Control': 'no-store',
  'X-Robots-Tag': 'noindex, nofollow, noarchive',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), payment=()',
};

/**
 * The same headers on every answer, whatever it is: a browser that meets an error page or a redirect without them could be led past
 * them. Origin-Agent-Cluster in particular counts only if no page of the origin lacks it.
 * @param secure whether people reach Relink over HTTPS
 */
export function securityHeadersFor(secure: boolean): Readonly<Record<string, string>> {
  const protect = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: { ...CONTENT_SECURITY_POLICY, ...(secure && { upgradeInsecureRequests: [] }) },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: secure && { maxAge: 31_536_000, includeSubDomains: true },
    xFrameOptions: { action: 'deny' },
    // Another site's window that opened one of our pages, or was opened by it, has no hold on it. Only our own pop-up keeps its opener.
    crossOriginOpenerPolicy: { policy: 'same-origin-allow-popups' },
  });
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  protect(request, response, () => undefined);
  const own = Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
  return { ...FURTHER_HEADERS, ...Object.fromEntries(own) };
}

/** Sets them. Works for Express and for a plain HTTP server. */
export function securityHeaders(secure: boolean) {
  const headers = Object.entries(securityHeadersFor(secure));
  return (_req: IncomingMessage, res: ServerResponse, next: () => void): void => {
    for (const [name, value] of headers) res.setHeader(name, value);
    next();
  };
}

/**
 * For the pages of the sign-in pop-up. With a stricter value, the pop-up would lose its opener while it is at the network, and couldn't
 * close itself.
 */
export const popUpHeaders: RequestHandler = (_req, res, next) => {
  res.set('Cross-Origin-Opener-Policy', 'unsafe-none');
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

export const EMAIL_HEADERS = { 'Content-Security-Policy': EMAIL_POLICY, 'X-Frame-Options': 'SAMEORIGIN' };
