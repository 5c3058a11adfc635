/** Reads a network's API with a person's token: who signed in and what they manage. */
import type { z } from 'zod';
import { PROVIDER_LABELS } from '../domain/networks.js';
import type { ProviderName } from '../domain/networks.js';
import { NetworkError } from './adapter.js';
import { apiFailure } from './failures.js';
import { expectShape, send } from './http.js';

/** More pages than anyone's accounts fill. A longer list means that the network's paging is broken. */
const MAX_LIST_PAGES = 200;

export interface ApiRequest {
  provider: ProviderName;
  fetch: typeof fetch;
  accessToken: string;
  headers?: Readonly<Record<string, string>>;
}

export async function read<T>(request: ApiRequest, url: URL, schema: z.ZodType<T>): Promise<T> {
  const label = PROVIDER_LABELS[request.provider];
  const headers = { accept: 'application/json', authorization: `Bearer ${request.accessToken}`, ...request.headers };
  const answer = await send(request.fetch, label, url, { headers });
  if (answer.status !== 200) throw apiFailure(request.provider, answer);
  return expectShape(schema, label, answer.body);
}

/**
 * Reads a list to its end. `next` returns the address of the next page, or undefined after the last one. `easier` returns an address that
 * asks for less, if the network refused because of how much was asked for.
 */
export async function readAll<T>(
  request: ApiRequest,
  first: URL,
  schema: z.ZodType<T>,
  next: (page: T, url: URL) => URL | undefined,
  easier: (error: unknown, url: URL) => URL | undefined = () => undefined,
): Promise<T[]> {
  const pages: T[] = [];
  for (let url: URL | undefined = first; url;) {
    const asked: URL = url;
    if (pages.length === MAX_LIST_PAGES) {
      throw new NetworkError('unavailable', `${PROVIDER_LABELS[request.provider]} sent a list that never ends.`);
    }
    try {
      const page: T = await read(request, asked, schema);
      pages.push(page);
      url = next(page, asked);
    } catch (error) {
      const other: URL | undefined = easier(error, asked);
      if (!other) throw error;
      url = other;
    }
  }
  return pages;
}

/** Returns the same address with other parameters. Adapters don't follow the network's own "next" links, which could lead anywhere. */
export function withParameters(url: URL | string, parameters: Readonly<Record<string, string>>): URL {
  const changed = new URL(url);
  for (const [name, value] of Object.entries(parameters)) changed.searchParams.set(name, value);
  return changed;
}
