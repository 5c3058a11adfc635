/**
 * All cookies: the session, a nonce that binds a sign-in at a network to the browser that began it, a secret that does
 * the same for an emailed sign-in link, the language, where a person was going before signing in, that a person signs in
 * again, and what a sign-in with the organization needs on its way back. On https they
 * are Secure and have the `__Host-` prefix. On plain http, which only loopback uses, they have neither.
 */
import type { CookieOptions, Request, Response } from 'express';

export type CookieName =
  'relink' | 'relink-asked' | 'relink-browser' | 'relink-language' | 'relink-next' | 'relink-again' | 'relink-oidc';

export interface Cookies {
  read(req: Request, name: CookieName): string | null;
  set(res: Response, name: CookieName, value: string, maxAgeSeconds: number): void;
  clear(res: Response, name: CookieName): void;
}

/** Longer than any session (domain/limits.ts), so that its browser can be told why it's over. After that it admits no one. */
const SESSION_COOKIE_SECONDS = 24 * 3600;

/** Gives the browser the secret of its new session. */
export const setSession = (cookies: Cookies, res: Response, secret: string): void =>
  cookies.set(res, 'relink', secret, SESSION_COOKIE_SECONDS);

/** All our values are base64url. */
const VALUE = /^[A-Za-z0-9_-]{1,512}$/;

export function cookies(secure: boolean): Cookies {
  const full = (name: CookieName) => (secure ? `__Host-${name}` : name);
  // Lax, not Strict: the way back from the network is a navigation that another site initiates.
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure };
  return {
    read(req, name) {
      const prefix = `${full(name)}=`;
      const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
      const value = pairs.find((pair) => pair.startsWith(prefix))?.slice(prefix.length);
      return value !== undefined && VALUE.test(value) ? value : null;
    },
    set(res, name, value, maxAgeSeconds) {
      res.cookie(full(name), value, { ...options, maxAge: maxAgeSeconds * 1000 });
    },
    clear(res, name) {
      res.clearCookie(full(name), options);
    },
  };
}
