/**
 * The choices made on the way to a transfer. They travel in the form, so it works without a script and in several tabs.
 */
import type { Form } from './forms.js';
import { field, fieldList, isChecked, searchText } from './forms.js';
import { isId } from '../../domain/ids.js';

const STEPS = ['choose', 'to', 'review', 'now'] as const;
export type Step = (typeof STEPS)[number];

export interface TransferForm {
  step: Step;
  /** The Account Owner whose accounts and Parent Profiles all move; '' for individually chosen items. */
  from: string;
  accounts: string[];
  profiles: string[];
  /** The new owner; '' for a new person, with name and address. */
  to: string;
  name: string;
  email: string;
  withManaged: boolean;
  notify: boolean;
  /** What to search for: `search` for things to move, `ownerSearch` for their new owner. */
  search: string;
  ownerSearch: string;
  /** The idempotency key: a confirmation that is sent twice counts once. */
  once: string;
}

/** Moving more items than this is a job for moving everything an owner has, or for the API. */
export const MAX_ITEMS = 500;

/** Parses what a form or a link sent. A choice is `add` or `remove` with a value such as `account:<id>`. */
export function transferForm(form: Form): TransferForm {
  const step = STEPS.find((name) => name === field(form, 'step')) ?? 'choose';
  const chosen: TransferForm = {
    step,
    from: idOf(field(form, 'from')),
    accounts: fieldList(form, 'account').filter(isId),
    profiles: fieldList(form, 'profile').filter(isId),
    to: idOf(field(form, 'to')),
    name: field(form, 'name'),
    email: field(form, 'email'),
    // An unchecked box only counts once the form has been shown.
    withManaged: !isChecked(form, 'asked') || isChecked(form, 'withManaged'),
    notify: !isChecked(form, 'asked') || isChecked(form, 'notify'),
    search: searchText(field(form, 'q')),
    ownerSearch: searchText(field(form, 'toq')),
    once: idOf(field(form, 'once')),
  };
  return removeItem(addItem(chosen, field(form, 'add')), field(form, 'remove'));
}

/** The value that stands for a new person in the list of people to choose from. */
export const SOMEONE_NEW = '-';

const idOf = (text: string) => (isId(text) && text !== SOMEONE_NEW ? text : '');

function addItem(form: TransferForm, what: string): TransferForm {
  const [kind, id] = what.split(':');
  if (!isId(id)) return form;
  if (kind === 'owner') return { ...form, from: id, accounts: [], profiles: [] };
  const list = kind === 'account' ? 'accounts' : kind === 'profile' ? 'profiles' : null;
  if (!list || form.accounts.length + form.profiles.length >= MAX_ITEMS) return form;
  return { ...form, from: '', [list]: [...new Set([...form[list], id])] };
}

function removeItem(form: TransferForm, what: string): TransferForm {
  const [kind, id] = what.split(':');
  if (kind === 'owner') return { ...form, from: '' };
  return {
    ...form,
    accounts: kind === 'account' ? form.accounts.filter((one) => one !== id) : form.accounts,
    profiles: kind === 'profile' ? form.profiles.filter((one) => one !== id) : form.profiles,
  };
}

/** Returns what the next step needs to know about this one. */
export function hiddenFields(form: TransferForm, except: readonly (keyof TransferForm)[] = []): [string, string][] {
  const fields: [keyof TransferForm, string, string][] = [
    ['from', 'from', form.from],
    ...form.accounts.map((id): [keyof TransferForm, string, string] => ['accounts', 'account', id]),
    ...form.profiles.map((id): [keyof TransferForm, string, string] => ['profiles', 'profile', id]),
    ['to', 'to', form.to],
    ['name', 'name', form.name],
    ['email', 'email', form.email],
    ['withManaged', 'withManaged', form.withManaged ? 'on' : ''],
    ['notify', 'notify', form.notify ? 'on' : ''],
    ['once', 'once', form.once],
  ];
  return [
    ['asked', 'on'],
    ...fields
      .filter(([key, , value]) => !except.includes(key) && value !== '')
      .map(([, name, value]) => [name, value] as [string, string]),
  ];
}

export const isChosen = ({ from, accounts, profiles }: TransferForm): boolean =>
  from !== '' || accounts.length + profiles.length > 0;
