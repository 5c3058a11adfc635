/** Routes for programs: reading the emails that were sent, and making the inbox misbehave. */
import { pipeline } from 'node:stream/promises';
import { json, Router } from 'express';
import { invalid } from './errors.js';
import { MODES, type Faults, type Mode } from './faults.js';
import type { Mail, MailHead } from './mail.js';
import type { Mailbox } from './mailbox.js';

export function programRoutes(mailbox: Mailbox, faults: Faults): Router {
  const router = Router();
  router.get('/api/messages', async (req, res) => {
    const { to, limit } = req.query;
    if (to !== undefined && typeof to !== 'string') throw invalid('`to` must be one address.');
    const heads = mailbox.heads(to).slice(0, readLimit(limit));
    await pipeline(messages(mailbox, heads), res.type('json'));
  });
  const mode = () => ({ mode: faults.mode, share: faults.share });
  router.get('/api/mode', (_req, res) => void res.json(mode()));
  router.post('/api/mode', json(), (req, res) => {
    const wanted = readMode(req.body);
    faults.set(wanted.mode, wanted.share);
    res.json(mode());
  });
  return router;
}

function readLimit(limit: unknown): number | undefined {
  if (limit === undefined) return undefined;
  if (typeof limit !== 'string' || !/^[1-9]\d{0,8}$/.test(limit))
    throw invalid('`limit` must be a whole number of at least 1.');
  return Number(limit);
}

function readMode(given: unknown): { mode: Mode; share: number } {
  if (typeof given !== 'object' || given === null) throw invalid('The body must be a JSON object: {mode, share?}.');
  const { mode: name, share = 1 } = given as { mode?: unknown; share?: unknown };
  const mode = MODES.find((known) => known === name);
  if (!mode) throw invalid(`\`mode\` must be one of ${MODES.join(', ')}.`);
  if (typeof share !== 'number' || !(share >= 0 && share <= 1)) throw invalid('`share` must be a number from 0 to 1.');
  return { mode, share };
}

/** Streams one email at a time, because thousands of them would not fit into one string. */
async function* messages(mailbox: Mailbox, heads: MailHead[]): AsyncGenerator<string> {
  let before = '[';
  for (const { id } of heads) {
    const mail = await mailbox.mail(id);
    if (mail) yield before + JSON.stringify(messageOf(mail));
    before = ',';
  }
  yield heads.length > 0 ? ']' : '[]';
}

function messageOf({ id, from, to, cc, subject, html, text, headers, createdAt, idempotencyKey }: Mail): object {
  return { id, from, to, cc, subject, html, text, headers, createdAt, idempotencyKey };
}
