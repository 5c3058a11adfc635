/** How a network serves somebody badly, at whatever endpoint: slowly, not at all, or with a page of something in between. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'express';
import type { Answer, Parts } from './dialect.js';

/** With numbers on it that a careless reader takes for error codes. */
const PROXY_PAGE: Answer = {
  status: 400,
  body: '<!doctype html><html><head><title>400</title></head><body><h1>Bad request</h1><p>proxy-190, incident 65601490</p></body></html>',
};

/** Undefined: served as usual, at most late. */
export async function faultFor(parts: Parts, targets: readonly string[]): Promise<Answer | undefined> {
  const fault = parts.store.fault(targets);
  if (fault === 'slow') await sleep(parts.slowMs);
  if (fault === undefined || fault === 'slow') return undefined;
  return fault === 'html' ? PROXY_PAGE : parts.dialect.apiProblem(fault);
}

export function send(response: Response, { status, headers, body }: Answer): void {
  response.status(status).set(headers ?? {});
  if (typeof body === 'string') response.type('html').send(body);
  else response.json(body);
}
