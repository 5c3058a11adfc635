/**
 * Services for this machine alone, without passwords. That they listen on loopback keeps other machines out, not web pages: any page
 * can have its own name resolve to 127.0.0.1 ("DNS rebinding"). Its requests then carry that name, and are refused for it.
 */
export const isLoopbackHost = (host: string | undefined): boolean =>
  /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i.test(host ?? '');
