/** Reads up to 100 emails from one request. In strict mode, one bad email refuses them all; in permissive mode, the others are sent. */
import { invalid, ResendError } from './errors.js';
import type { MailInput } from './mail.js';
import { readMail } from './read-mail.js';

const MAX_MAILS = 100;

export interface Batch {
  mails: MailInput[];
  answer: (ids: string[]) => object;
}

export function readBatch(given: unknown, validation = 'strict'): Batch {
  if (validation !== 'strict' && validation !== 'permissive')
    throw invalid('The `x-batch-validation` header must be `strict` or `permissive`.');
  if (!Array.isArray(given)) throw invalid('The request body must be an array of emails.');
  if (given.length === 0 || given.length > MAX_MAILS)
    throw invalid(`A batch must have between 1 and ${MAX_MAILS} emails.`);
  const mails: MailInput[] = [];
  const errors: { index: number; message: string }[] = [];
  given.forEach((mail: unknown, index) => {
    try {
      mails.push(readMail(mail));
    } catch (error) {
      if (validation === 'strict' || !(error instanceof ResendError)) throw error;
      errors.push({ index, message: error.message });
    }
  });
  const data = (ids: string[]) => ids.map((id) => ({ id }));
  return { mails, answer: (ids) => (validation === 'strict' ? { data: data(ids) } : { data: data(ids), errors }) };
}
