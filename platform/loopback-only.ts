/**
 * Protects services that are only for this machine and have no passwords. Listening on loopback keeps out other machines, but not
 * web pages: any page can make its own name resolve to 127.0.0.1 ("DNS rebinding"). Its requests then carry that name as their
 * host, and are refused because of it.
 */
export const isLoopbackHost = (host: string | undefined): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host ?? '');
