/** The problems with what a person typed, as a page shows them in the person's language. */
import type { Response } from 'express';
import type { Refusal } from '../../domain/refusal.js';
import { isPermitted } from '../../domain/principal.js';
import { fieldSentence, refusalSentence } from '../../i18n/refusals.js';
import { listApiKeysByState } from '../../services/access/api-keys.js';
import { i18nOf } from '../render/render.js';
import { signedInPerson } from '../render/signed-in.js';

export interface FieldError {
  /** The path of the field, or '' if the message isn't about a single field. */
  path: string;
  message: string;
  /** Where the person can do what the message says. */
  remedy?: { href: string; label: string };
  /** Whether nothing is wrong but the age of the sign-in. */
  needsSignIn?: boolean;
}

export function errorsOf(res: Response, refusal: Refusal): FieldError[] {
  const { locale } = i18nOf(res);
  if (refusal.code === 'invalid_request' || refusal.code === 'series_settings')
    return refusal.params.errors.map((one) => ({ path: one.path, message: fieldSentence(locale, one) }));
  const needsSignIn = refusal.code === 'fresh_sign_in_required';
  const path = refusal.code === 'sender_name_taken' ? 'senderName' : '';
  return [{ path, message: refusalSentence(locale, refusal), remedy: remedyOf(res, refusal), needsSignIn }];
}

/** Whoever can pass on keys is led to them, and no one else. */
function remedyOf(res: Response, { code }: Refusal): FieldError['remedy'] {
  if (code !== 'has_api_keys' || !isPermitted(signedInPerson(res).principal, listApiKeysByState.access))
    return undefined;
  return { href: '/configure/keys', label: i18nOf(res).words.settings.keys.see };
}
