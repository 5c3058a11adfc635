/** Which column of a file is which of ours: suggested from the titles, shown, and chosen by a person before any line is read. */
import { suggestColumns } from '../../i18n/import-columns.js';
import { LOCALES } from '../../domain/locales.js';
import { messagesIn, type Messages } from '../../i18n/index.js';
import { normalizeName } from '../../domain/normalize-name.js';
import { columnNames, type ColumnSource, type FileRecord, type Layout } from '../../services/imports/sheet.js';
import { field, type Form } from './forms.js';
import { COLUMNS, KINDS, type ColumnChoices, type Kind, type Sheet } from './import-sheet.js';

export const choiceField = (column: string) => `map-${column}`;
/** Files often have the last name in a column of its own. */
export const SECOND_NAME = 'map-name-2';
/** Files of owners only often have no column of roles. */
export const EVERYONE = 'everyone';
/** The line with the column names. */
export const TITLES_AT = 'map-titles';
export const NO_TITLES = 'none';

const fieldsOf = (kind: Kind): string[] => [
  ...columnNames(COLUMNS[kind]).map(choiceField),
  ...(kind === 'users' ? [SECOND_NAME] : []),
  TITLES_AT,
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

/** Where the column names and each column of ours are. A column that wasn't chosen isn't in it. */
export function layoutOf(kind: Kind, choices: ColumnChoices, words: Messages): Layout {
  const sources = columnNames(COLUMNS[kind]).flatMap((column): [string, ColumnSource][] => {
    const chosen = choices[choiceField(column)];
    if (chosen === EVERYONE && column === 'roles') return [[column, { value: words.roles.account_owner }]];
    const columns = [chosen, column === 'name' ? choices[SECOND_NAME] : ''].flatMap((one) => indexOf(one));
    return columns.length > 0 ? [[column, { columns }]] : [];
  });
  return { titlesAt: titlesAtOf(choices), columns: Object.fromEntries(sources) };
}

const titlesAtOf = (choices: ColumnChoices): number | null =>
  choices[TITLES_AT] === NO_TITLES ? null : Number(choices[TITLES_AT]) || 1;

const indexOf = (chosen: string | undefined) => (/^\d{1,4}$/.test(chosen ?? '') ? [Number(chosen)] : []);

export interface ColumnChoice {
  column: string;
  /** The form field's value. */
  chosen: string;
  required: boolean;
  isMissing: boolean;
}

/** The column names of a file, and the first line below them, from which a person recognizes the columns. */
export interface SheetHead {
  /** A column without a name has ''. */
  titles: readonly string[];
  example: readonly string[] | null;
}

export interface ColumnsToChoose {
  head: SheetHead;
  choices: readonly ColumnChoice[];
  /** The column with the second part of the name; null for accounts. */
  secondName: string | null;
  /** The form field's value. */
  titlesAt: string;
  /** The lines that can have the column names. */
  lines: readonly FileRecord[];
  /** Whether a required column was left out when the choice was sent. */
  isIncomplete: boolean;
}

/**
 * Returns what a person has to choose, or null when there is nothing to choose: the header has our names, the choice is complete, or
 * there is no line to read.
 * @param again whether to ask even though everything is chosen
 */
export function columnsToChoose({ kind, lines, choices }: Sheet, again = false): ColumnsToChoose | null {
  const suggested = titlesLineOf(lines, kind);
  const head = headOf(lines, choices ? titlesAtOf(choices) : suggested);
  if (!head?.example || (!choices && !again && isOurs(lines[0]!, kind))) return null;
  const chosen = choices ?? suggestionsOf(head.titles, kind);
  const { required } = COLUMNS[kind];
  const list = columnNames(COLUMNS[kind]).map((column) => {
    const value = chosen[choiceField(column)] ?? '';
    const isRequired = required.includes(column);
    return {
      column,
      chosen: value,
      required: isRequired,
      isMissing: choices !== null && !again && isRequired && value === '',
    };
  });
  const isIncomplete = list.some(({ isMissing }) => isMissing);
  if (choices && !isIncomplete && !again) return null;
  return {
    head,
    choices: list,
    secondName: kind === 'users' ? (chosen[SECOND_NAME] ?? '') : null,
    titlesAt: choices?.[TITLES_AT] ?? (suggested === null ? NO_TITLES : String(suggested)),
    lines,
    isIncomplete,
  };
}

/** Matches the columns of a file that has our titles as people read them, in any language, as our templates do. */
export function withOurTitles(sheet: Sheet): Sheet {
  const { kind, lines, choices } = sheet;
  if (choices) return sheet;
  const [first] = lines;
  if (!first || isOurs(first, kind)) return sheet;
  const found = LOCALES.map((locale) => labelsIn(messagesIn(locale), kind, first.cells)).find((one) => one !== null);
  // A file of column names only has nothing to choose from.
  const isAlone = lines.length === 1 && !first.cells.some(isData);
  const chosen = found ?? (isAlone ? suggestionsOf(first.cells, kind) : null);
  return chosen ? { ...sheet, choices: { ...chosen, [TITLES_AT]: String(first.line) } } : sheet;
}

/** Returns where our columns are if all of these titles are theirs; null if there are others, or some are missing. */
function labelsIn(words: Messages, kind: Kind, titles: readonly string[]): ColumnChoices | null {
  const plain = titles.map(normalizeName);
  const columns = columnNames(COLUMNS[kind]);
  const at = columns.map((column) => plain.indexOf(normalizeName(labelOf(words, kind, column))));
  const found = new Set(at.filter((i) => i !== -1));
  const isComplete = columns.every((column, i) => at[i] !== -1 || !COLUMNS[kind].required.includes(column));
  if (!isComplete || found.size !== titles.length) return null;
  return Object.fromEntries(columns.map((column, i) => [choiceField(column), at[i] === -1 ? '' : String(at[i])]));
}

/** Suggests the columns again, after a person said which line has their names. */
export function suggestAgain(sheet: Sheet): Sheet {
  const titles = titlesIn(sheet);
  const titlesAt = sheet.choices?.[TITLES_AT] ?? '';
  return { ...sheet, choices: { ...suggestionsOf(titles, sheet.kind), [TITLES_AT]: titlesAt } };
}

/** @param titlesAt the line with the column names; null when there is none. */
function headOf(lines: readonly FileRecord[], titlesAt: number | null): SheetHead | null {
  if (titlesAt === null) {
    const width = Math.max(0, ...lines.map(({ cells }) => cells.length));
    return lines[0] ? { titles: Array.from({ length: width }, () => ''), example: lines[0].cells } : null;
  }
  const at = lines.findIndex(({ line }) => line >= titlesAt);
  return lines[at] ? { titles: lines[at].cells, example: lines[at + 1]?.cells ?? null } : null;
}

/** Returns the file's column names from where a person said they are. */
export function titlesIn({ lines, choices }: Sheet): readonly string[] {
  return (choices ? headOf(lines, titlesAtOf(choices))?.titles : lines[0]?.cells) ?? [];
}

/**
 * Returns the line that probably has the column names: often, titles and notes come first. Null when there is probably none, so that the
 * first person in a file isn't taken for a column name. A person sees which line it is and can choose another one.
 */
function titlesLineOf(lines: readonly FileRecord[], kind: Kind): number | null {
  const firstRow = lines.findIndex(({ cells }) => cells.some(isData));
  const above = firstRow === -1 ? lines : lines.slice(0, firstRow);
  if (above.length === 0) return null;
  const known = above.map(({ cells }) => Object.values(suggestionsOf(cells, kind)).filter((at) => at !== '').length);
  const best = Math.max(...known);
  if (best > 1) return above[known.indexOf(best)]!.line;
  if (firstRow === -1) return above[0]!.line;
  const width = Math.max(...above.map(widthOf));
  return above.findLast((line) => widthOf(line) === width)!.line;
}

/** How many columns of an import a sheet of a workbook seems to have. */
export const rateSheet = (rows: readonly (readonly string[])[]): number =>
  Math.max(
    0,
    ...rows.flatMap((cells) =>
      KINDS.map((kind) => Object.values(suggestionsOf(cells, kind)).filter((at) => at !== '').length),
    ),
  );

const widthOf = ({ cells }: FileRecord) => cells.filter((cell) => cell !== '').length;

/** Column names are words. An address or a long number is about someone or something. */
const isData = (cell: string) => /^\S+@\S+\.\S+$|^https?:|\d{5}/.test(cell);

function isOurs({ cells }: FileRecord, kind: Kind): boolean {
  const plain = cells.map(normalizeName);
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
