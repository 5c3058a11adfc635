/** What a page says after API keys were passed on: which ones, and who is responsible for them now. */
import type { Response } from 'express';
import type { z } from 'zod';
import { isId } from '../../domain/ids.js';
import type { NamedKey } from '../../domain/refusal.js';
import { listQuoted } from '../../i18n/lists.js';
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

/** The address's query. What it names is read again, so that a made-up address can't claim anything. */
export const passedOnQuery = (to: string, keys: readonly Pick<NamedKey, 'id'>[]): string =>
  new URLSearchParams({ done: 'passed-on', to, keys: keys.map(({ id }) => id).join(',') }).toString();

/** Returns null if the query isn't about keys, or isn't true anymore. */
export async function passedOnText(context: Context, res: Response, query: unknown): Promise<string | null> {
  const { done, to, keys: ids } = query as Record<string, unknown>;
  if (done !== 'passed-on' || typeof to !== 'string' || typeof ids !== 'string' || !isId(to)) return null;
  const { principal } = signedInPerson(res);
  const [theirs, people] = await Promise.all([
    listKeysOfPerson(context, principal, to),
    listPossibleResponsible(context, principal),
  ]);
  const names = theirs.filter(({ id }) => ids.split(',').includes(id)).map(({ name }) => name);
  const person = people.find(({ id }) => id === to)?.name;
  if (person === undefined || names.length === 0) return null;
  const { locale, words } = i18nOf(res);
  return words.settings.keys.done.passedOn({ count: names.length, person, keys: listQuoted(names, locale) });
}
