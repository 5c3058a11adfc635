/** Which column of a file is which of ours: suggested from the titles, shown, and chosen by a person before any line is read. */
import { suggestColumns } from '../../i18n/import-columns.js';
import type { Messages } from '../../i18n/index.js';
import { normalizeName } from '../../domain/normalize-name.js';
import {
  columnNames,
  readHead,
  type ColumnSource,
  type Mapping,
  type SheetHead,
} from '../../services/imports/sheet.js';
import { field, type Form } from './forms.js';
import { COLUMNS, type ColumnChoices, type Kind, type Sheet } from './import-sheet.js';

export const choiceField = (column: string) => `map-${column}`;
/** Files often have the last name in a column of its own. */
export const SECOND_NAME = 'map-name-2';
/** Files of owners only often have no column of roles. */
export const EVERYONE = 'everyone';

const fieldsOf = (kind: Kind): string[] => [
  ...columnNames(COLUMNS[kind]).map(choiceField),
  ...(kind === 'users' ? [SECOND_NAME] : []),
];

/** What people call a column of ours. */
export function labelOf({ imports }: Messages, kind: Kind, column: string): string {
  const { users, accounts } = imports.mapping.labels;
  const labels: Record<Kind, Readonly<Record<string, string>>> = {
    users: { name: users.name, email: users.email, roles: users.roles },
    accounts: {
      network: accounts.network,
      networkAccountId: accounts.networkAccountId,
      name: accounts.name,
      ownerEmail: accounts.ownerEmail,
      parentProfileId: accounts.parentProfileId,
    },
  };
  return labels[kind][column] ?? column;
}

/** Null when the form doesn't say: nothing was chosen yet. */
export function choicesOf(form: Form, kind: Kind): ColumnChoices | null {
  const fields = fieldsOf(kind);
  if (!fields.some((name) => form[name] !== undefined)) return null;
  return Object.fromEntries(fields.map((name) => [name, field(form, name)]));
}

/** Where each column of ours is. A column that wasn't chosen isn't in it. */
export function mappingOf(kind: Kind, choices: ColumnChoices, words: Messages): Mapping {
  const sources = columnNames(COLUMNS[kind]).flatMap((column): [string, ColumnSource][] => {
    const chosen = choices[choiceField(column)];
    if (chosen === EVERYONE && column === 'roles') return [[column, { value: words.roles.account_owner }]];
    const columns = [chosen, column === 'name' ? choices[SECOND_NAME] : ''].flatMap((one) => indexOf(one));
    return columns.length > 0 ? [[column, { columns }]] : [];
  });
  return Object.fromEntries(sources);
}

const indexOf = (chosen: string | undefined) => (/^\d{1,4}$/.test(chosen ?? '') ? [Number(chosen)] : []);

export interface ColumnChoice {
  column: string;
  /** The form field's value. */
  chosen: string;
  required: boolean;
  isMissing: boolean;
}

export interface ColumnsToChoose {
  head: SheetHead;
  choices: readonly ColumnChoice[];
  /** The column with the second part of the name; null for accounts. */
  secondName: string | null;
  /** Whether a required column was left out when the choice was sent. */
  isIncomplete: boolean;
}

/**
 * Returns what a person has to choose, or null when there is nothing to choose: the header has our names, the choice is complete, or
 * there is no line to read.
 * @param again whether to ask even though everything is chosen
 */
export async function columnsToChoose(sheet: Sheet, again = false): Promise<ColumnsToChoose | null> {
  const { kind, choices } = sheet;
  const head = await readHead(Buffer.from(sheet.text), COLUMNS[kind]);
  if (!head?.example || (!choices && !again && isOurs(head.titles, kind))) return null;
  const chosen = choices ?? suggestionsOf(head.titles, kind);
  const { required } = COLUMNS[kind];
  const list = columnNames(COLUMNS[kind]).map((column) => {
    const value = chosen[choiceField(column)] ?? '';
    const isRequired = required.includes(column);
    return { column, chosen: value, required: isRequired, isMissing: choices !== null && isRequired && value === '' };
  });
  const isIncomplete = list.some(({ isMissing }) => isMissing);
  if (choices && !isIncomplete && !again) return null;
  return { head, choices: list, secondName: kind === 'users' ? (chosen[SECOND_NAME] ?? '') : null, isIncomplete };
}

function isOurs(titles: readonly string[], kind: Kind): boolean {
  const plain = titles.map(normalizeName);
  const known = columnNames(COLUMNS[kind]).map(normalizeName);
  return (
    new Set(plain).size === plain.length &&
    plain.every((title) => known.includes(title)) &&
    COLUMNS[kind].required.every((column) => plain.includes(normalizeName(column)))
  );
}

function suggestionsOf(titles: readonly string[], kind: Kind): ColumnChoices {
  const found = columnNames(COLUMNS[kind]).flatMap((column) => {
    const [first, second] = suggestColumns(titles, `${kind}.${column}`);
    return [
      [choiceField(column), first === undefined ? '' : String(first)],
      ...(second === undefined ? [] : [[SECOND_NAME, String(second)]]),
    ];
  });
  return Object.fromEntries(found) as ColumnChoices;
}
