/** Sends one request to a network, with a hard timeout. Reads the whole body as text and throws only NetworkErrors. */
import type { z } from 'zod';
import { NetworkError } from './adapter.js';

/** A network that takes longer counts as down, because a person is waiting in a pop-up. */
export const TIMEOUT_SECONDS = 10;

export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

export async function send(
  fetcher: typeof fetch,
  label: string,
  url: string | URL,
  init: RequestInit = {},
): Promise<Answer> {
  try {
    const response = await fetcher(url, {
      ...init,
      // An API never redirects, and following a redirect could send a token to another host.
      redirect: 'manual',
      signal: init.signal ?? AbortSignal.timeout(TIMEOUT_SECONDS * 1000),
    });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  } catch (cause) {
    throw new NetworkError('unavailable', `${label} could not be reached.`, { cause });
  }
}

export function parseJson(text: string): unknown {
  try {
    // Some programs that pass a body on as text leave a byte order mark in front of it.
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Returns the body in the documented shape, or throws `unavailable`: a proxy's page or an incomplete response says nothing about the
 * account.
 */
export function expectShape<T>(schema: z.ZodType<T>, label: string, text: string): T {
  const parsed = schema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  throw new NetworkError('unavailable', `${label} returned an unexpected response.`, { cause: parsed.error });
}
