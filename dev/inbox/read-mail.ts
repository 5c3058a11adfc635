/** Checks an email the way Resend does, with Resend's error messages. Refuses what the inbox can't honor (a schedule, an attachment). */
import { invalid } from './errors.js';
import type { MailInput, Tag } from './mail.js';

const MAX_RECIPIENTS = 50;
const ADDRESS = /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]+$/;
const NAMED_ADDRESS = /^[^<>]*<([^<>]+)>$/;
const TAG_WORD = /^[A-Za-z0-9_-]{1,256}$/;
const UNSUPPORTED = ['attachments', 'scheduled_at', 'template', 'topic_id'] as const;

type Given = Record<string, unknown>;

export function readMail(given: unknown): MailInput {
  if (!isObject(given)) throw invalid('An email must be an object.');
  for (const field of UNSUPPORTED)
    if (given[field] !== undefined && given[field] !== null)
      throw invalid(`The local inbox doesn’t support \`${field}\`.`);
  const [from] = addresses(given, 'from');
  const [to, cc, bcc] = [addresses(given, 'to'), addresses(given, 'cc'), addresses(given, 'bcc')];
  if (from === undefined) throw invalid('Missing `from` field.');
  if (to.length === 0) throw invalid('Missing `to` field.');
  if (to.length + cc.length + bcc.length > MAX_RECIPIENTS)
    throw invalid(`The combined number of \`to\`, \`cc\` and \`bcc\` recipients must not exceed ${MAX_RECIPIENTS}.`);
  const subject = words(given, 'subject');
  if (!subject) throw invalid('Missing `subject` field.');
  const [html, text] = [words(given, 'html'), words(given, 'text')];
  if (html === null && text === null) throw invalid('Missing `html` or `text` field.');
  return {
    from,
    to,
    cc,
    bcc,
    replyTo: addresses(given, 'reply_to'),
    subject,
    html,
    text,
    tags: tags(given.tags),
    headers: headers(given.headers),
  };
}

function isObject(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function words(given: Given, field: string): string | null {
  const value = given[field] ?? null;
  if (value !== null && typeof value !== 'string') throw invalid(`Invalid \`${field}\` field: it must be a string.`);
  return value;
}

function addresses(given: Given, field: string): string[] {
  const value = given[field] ?? [];
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((address) => {
    if (typeof address === 'string' && isAddress(address)) return address;
    throw invalid(
      `Invalid \`${field}\` field. The email address needs to follow the \`email@example.com\` or \`Name <email@example.com>\` format.`,
    );
  });
}

function isAddress(address: string): boolean {
  const trimmed = address.trim();
  return ADDRESS.test(NAMED_ADDRESS.exec(trimmed)?.[1]?.trim() ?? trimmed);
}

function tags(given: unknown): Tag[] {
  if (given === undefined || given === null) return [];
  if (!Array.isArray(given)) throw invalid('Invalid `tags` field: it must be a list of `{name, value}`.');
  return given.map((tag: unknown) => {
    if (isObject(tag) && isTagWord(tag.name) && isTagWord(tag.value)) return { name: tag.name, value: tag.value };
    throw invalid('Tags should only contain ASCII letters, numbers, underscores, or dashes.');
  });
}

function headers(given: unknown): Record<string, string> | undefined {
  if (given === undefined || given === null) return undefined;
  const named = isObject(given) ? Object.entries(given) : [];
  if (!isObject(given) || named.some(([, value]) => typeof value !== 'string'))
    throw invalid('Invalid `headers` field: it must be an object whose values are strings.');
  return Object.fromEntries(named.map(([name, value]) => [name, String(value)]));
}

function isTagWord(value: unknown): value is string {
  return typeof value === 'string' && TAG_WORD.test(value);
}
