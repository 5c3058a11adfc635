/** The ways in which a network serves someone badly, at any endpoint: slowly, not at all, or with a page from something in between. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'express';
import type { Answer, Parts } from './dialect.js';

/** Contains numbers that a careless parser takes for error codes. */
const PROXY_PAGE: Answer = {
  status: 400,
  body: '<!doctype html><html><head><title>400</title></head><body><h1>Bad request</h1><p>proxy-190, incident 65601490</p></body></html>',
};

/** Returns the fault to answer with; undefined means that the request is served normally, though possibly late. */
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
