/** What a page says after API keys were passed on: which ones, and who is responsible for them now. */
import type { Response } from 'express';
import type { z } from 'zod';
import { isId } from '../../domain/ids.js';
import type { NamedKey } from '../../domain/refusal.js';
import { listQuoted, MAX_LISTED } from '../../i18n/lists.js';
import { listKeysOfPerson, listPossibleResponsible, PassOnInput } from '../../services/access/responsible-for-keys.js';
import type { Context } from '../../platform/context.js';
import { validate } from '../../services/input/validate.js';
import { i18nOf } from '../render/render.js';
import { signedInPerson } from '../render/signed-in.js';
import { submit } from './forms.js';

/** Passes on what `work` passes on. @param to as the form has it: the person may not have been chosen */
export const submitPassOn = async <T>(
  res: Response,
  to: { userId: string },
  work: (to: z.output<typeof PassOnInput>) => Promise<T>,
): ReturnType<typeof submit<T>> => {
  const { choose } = i18nOf(res).words.settings.keys.passOnPage;
  if (to.userId === '') return { result: null, errors: [{ path: 'userId', message: choose }] };
  return submit(res, () => work(validate(PassOnInput, to)));
};

/**
 * The address's query. What it names is read again, so that a made-up address can't claim anything. It has the keys that the sentence
 * names, and how many there are: the IDs of a few hundred wouldn't fit in an address.
 */
export function passedOnQuery(to: string, keys: readonly Pick<NamedKey, 'id'>[]): string {
  const ids = keys.slice(0, MAX_LISTED).map(({ id }) => id);
  const query = { done: 'passed-on', to, keys: ids.join(','), count: String(keys.length) };
  return new URLSearchParams(query).toString();
}

/** Returns null if the query isn't about keys, or isn't true anymore. */
export async function passedOnText(context: Context, res: Response, query: unknown): Promise<string | null> {
  const { done, to, keys, count } = query as Record<string, unknown>;
  if (done !== 'passed-on' || typeof to !== 'string' || typeof keys !== 'string' || !isId(to)) return null;
  const ids = keys.split(',').slice(0, MAX_LISTED);
  const { principal } = signedInPerson(res);
  const [theirs, people] = await Promise.all([
    listKeysOfPerson(context, principal, to),
    listPossibleResponsible(context, principal),
  ]);
  const names = theirs.filter(({ id }) => ids.includes(id)).map(({ name }) => name);
  const person = people.find(({ id }) => id === to)?.name;
  if (person === undefined || names.length === 0) return null;
  const { locale, words } = i18nOf(res);
  // If a named key isn't theirs anymore, the others may not be either.
  const passed = names.length < ids.length ? names.length : countOf(count, names.length, theirs.length);
  return words.settings.keys.done.passedOn({ count: passed, person, keys: listQuoted(names, locale, passed) });
}

/** How many keys were passed on, as far as the address can be believed: at least those it names, and no more than the person has. */
const countOf = (count: unknown, named: number, theirs: number): number =>
  Math.min(theirs, Math.max(named, typeof count === 'string' && /^\d{1,6}$/.test(count) ? Number(count) : named));
