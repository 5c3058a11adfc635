/** Configure → import, step 2: every line with its problems, before anything is saved. */
import type { LineProblem } from '../../../domain/field-problem.js';
import type { Role } from '../../../domain/roles.js';
import { afterColon } from '../../../i18n/after-colon.js';
import { formatList } from '../../../i18n/lists.js';
import { fieldSentence } from '../../../i18n/refusals.js';
import { formatMessage } from '../../../i18n/format-message.js';
import type { FieldError } from '../../forms/field-errors.js';
import { outcomeOf, type Preview, type PreviewLine } from '../../forms/import-preview.js';
import { labelOf } from '../../forms/import-columns.js';
import { COLUMNS, SHEET_ENCODING, type Kind } from '../../forms/import-sheet.js';
import type { AccountChange } from '../../../services/accounts/import-accounts.js';
import { changesRoles, type PersonChange } from '../../../services/people/import-users.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { Checkbox, Problems } from '../../parts/form.js';
import { FreshSignIn } from '../../parts/fresh-sign-in.js';
import { Frame } from '../../parts/frame.js';
import { SheetFields } from '../../parts/import-fields.js';
import { CellText } from '../../parts/breakable-text.js';
import { useI18n } from '../../render/i18n.js';
import { Table } from '../../parts/table.js';

/** The import reports at most this many problems. */
const MAX_LISTED = 1000;

export interface ImportPreviewPageProps {
  preview: Preview;
  /** Why it wasn't saved, although every line is fine. */
  errors: readonly FieldError[];
}

export function ImportPreviewPage({ preview, errors }: ImportPreviewPageProps) {
  const { imports } = useI18n().words;
  return (
    <Frame title={imports.preview.title} section="configure">
      <div className="page-head">
        <h1>{imports.preview.title}</h1>
        <p className="lead">
          {imports.kinds[preview.sheet.kind]} · {imports.preview.lines({ n: preview.total })} ·{' '}
          {imports.preview.nothingSaved}
        </p>
      </div>
      <ConfigureNav place="import" />
      <Problems errors={errors} hasTyped={false} />
      <form method="post" action="/configure/import/preview" encType={SHEET_ENCODING} className="stack">
        <SheetFields sheet={preview.sheet} />
        <ConfirmedElsewhere preview={preview} />
        <Verdict preview={preview} />
        <Titles preview={preview} />
        {preview.lines.length > 0 && <Lines preview={preview} />}
        <Pages preview={preview} />
      </form>
    </Frame>
  );
}

/** Lines on other pages that were confirmed already. Those on this page have their own boxes. */
function ConfirmedElsewhere({ preview: { sheet, lines } }: { preview: Preview }) {
  const elsewhere = sheet.confirmedLines.filter((confirmed) => lines.every(({ line }) => line !== confirmed));
  return elsewhere.length > 0 ? <input type="hidden" name="confirmRounded" value={elsewhere.join(',')} /> : null;
}

function Verdict({ preview }: { preview: Preview }) {
  const { locale, words: all } = useI18n();
  const words = all.imports.preview;
  const { sheet, result, wrong, elsewhere } = preview;
  const { kind } = sheet;
  if (result.problems === null) {
    const { created, updated } = result.outcome;
    if (created + updated === 0) return <Nothing preview={preview} />;
    return (
      <section className="card message">
        <h2>{formatMessage(words.outcome[kind][outcomeOf(result.outcome)], result.outcome)}</h2>
        <p>{words.consequence[kind]}</p>
        {result.outcome.changesRights && <FreshSignIn before="import" />}
        <div className="actions">
          <button type="submit" className="primary" formAction="/configure/import/save">
            {words.save[kind]}
          </button>
          <a className="button quiet" href={`/configure/import?kind=${kind}`}>
            {words.again}
          </a>
        </div>
      </section>
    );
  }
  const canConfirm = result.problems.some(({ code }) => code === 'rounded_digits');
  return (
    <section className="card message alert-card" role="alert">
      <h2>{wrong === 0 ? words.unreadable : words.wrongLines({ n: wrong })}</h2>
      {elsewhere.length > 0 && (
        <ul>
          {elsewhere.map((problem) => (
            <li key={`${problem.line} ${problem.code}`}>
              {words.at({ line: problem.line, message: afterColon(fieldSentence(locale, problem), locale) })}
            </li>
          ))}
        </ul>
      )}
      {result.problems.length >= MAX_LISTED && <p>{words.onlyFirst({ n: MAX_LISTED })}</p>}
      <p>{words.correct}</p>
      <div className="actions">
        {canConfirm && (
          <button type="submit" className="primary">
            {words.recheck}
          </button>
        )}
        <button type="submit" className={canConfirm ? 'quiet' : 'primary'} formAction="/configure/import/edit">
          {words.edit}
        </button>
        <a className="button quiet" href={`/configure/import?kind=${kind}`}>
          {words.again}
        </a>
      </div>
    </section>
  );
}

function Nothing({ preview: { sheet, total } }: { preview: Preview }) {
  const { preview } = useI18n().words.imports;
  return (
    <section className="card message">
      <h2>{total === 0 ? preview.noLines : preview.nothing[sheet.kind]}</h2>
      <div className="actions">
        <a className="button quiet" href={`/configure/import?kind=${sheet.kind}`}>
          {preview.again}
        </a>
      </div>
    </section>
  );
}

/** Which columns of the file were read as which of ours, and which weren't. */
function Titles({ preview: { titles, sheet } }: { preview: Preview }) {
  const { locale, words } = useI18n();
  const { preview } = words.imports;
  if (titles === null) return null;
  const used = [...titles.used].filter(([, title]) => title !== '');
  return (
    <div className="detail">
      <ul>
        {used.map(([column, title]) => (
          <li key={column}>{preview.columnFrom({ column: labelOf(words, sheet.kind, column), title })}</li>
        ))}
      </ul>
      {titles.ignored.length > 0 && (
        <p>{preview.ignored({ n: titles.ignored.length, titles: formatList(titles.ignored, locale, 20) })}</p>
      )}
      <button type="submit" className="quiet" formAction="/configure/import/columns">
        {preview.otherColumns}
      </button>
    </div>
  );
}

function Lines({ preview }: { preview: Preview }) {
  const { words: all } = useI18n();
  const words = all.imports.preview;
  const { kind } = preview.sheet;
  const { required, optional = [] } = COLUMNS[kind];
  // An optional column that no one filled in only takes room from the others.
  const columns = [...required, ...optional.filter((column) => preview.lines.some(({ cells }) => cells[column]))];
  const titles = columns.map((column) => labelOf(all, kind, column));
  const { before, lines, total, wrong, pages } = preview;
  const notes = [
    pages > 1 && words.range({ from: before + 1, to: before + lines.length, all: total }),
    wrong > 0 && total > 1 && words.problemsFirst,
  ].filter((note) => note !== false);
  return (
    <div>
      {notes.length > 0 && <p className="detail list-count">{notes.join(' · ')}</p>}
      <div className="card">
        <Table caption={words.title} columns={[words.line, words.result, ...titles]} className="import-rows">
          {lines.map((line) => (
            <Line key={line.line} line={line} columns={columns} preview={preview} />
          ))}
        </Table>
      </div>
    </div>
  );
}

interface LineProps {
  line: PreviewLine;
  columns: readonly string[];
  preview: Preview;
}

function Line({ line, columns, preview: { sheet, result } }: LineProps) {
  const { locale, words, number } = useI18n();
  const { preview } = words.imports;
  const isWrong = line.problems.length > 0;
  const problemText = (problem: LineProblem) => {
    const message = fieldSentence(locale, problem);
    const { field } = problem;
    if (field === null) return message;
    return preview.problem({ column: labelOf(words, sheet.kind, field), message: afterColon(message, locale) });
  };
  const fine = result.problems === null ? <Result line={line} kind={sheet.kind} /> : preview.noProblem;
  return (
    <tr className={isWrong ? 'wrong' : undefined}>
      <th scope="row">
        <span className="line-word">{preview.line} </span>
        {number(line.line)}
      </th>
      <td>
        {isWrong
          ? line.problems.map((problem) => (
              <p className="problem" key={`${problem.field} ${problem.code}`}>
                {problemText(problem)}
              </p>
            ))
          : fine}
        {line.needsConfirmation && (
          <Checkbox
            name="confirmRounded"
            value={String(line.line)}
            label={preview.confirmRounded({ line: line.line })}
            checked={sheet.confirmedLines.includes(line.line)}
          />
        )}
      </td>
      {columns.map((column) => (
        <td
          key={column}
          data-label={labelOf(words, sheet.kind, column)}
          className={line.problems.some(({ field }) => field === column) ? 'wrong-cell' : undefined}
        >
          <CellText text={line.cells[column] ?? ''} />
        </td>
      ))}
    </tr>
  );
}

/** What saving does with a line: for what is in the archive, from what to what. */
function Result({ line, kind }: { line: PreviewLine; kind: Kind }) {
  const { words } = useI18n();
  const results = words.imports.preview.results[kind];
  if (!line.known) return <>{results.added}</>;
  if (!line.change && !line.accountChange) return <>{results.unchanged}</>;
  return (
    <>
      <p>{results.updated}</p>
      {line.change && <PersonChanges change={line.change} />}
      {line.accountChange && <AccountChanges change={line.accountChange} />}
    </>
  );
}

function PersonChanges({ change }: { change: PersonChange }) {
  const { locale, words } = useI18n();
  const { users } = words.imports.preview.results;
  const { before, after } = change;
  const inWords = (roles: readonly Role[]) =>
    formatList(
      roles.map((role) => words.roles[role]),
      locale,
    );
  return (
    <>
      {before.name !== after.name && <p>{users.name({ before: before.name, after: after.name })}</p>}
      {changesRoles(change) && <p>{users.roles({ before: inWords(before.roles), after: inWords(after.roles) })}</p>}
    </>
  );
}

function AccountChanges({ change: { before, after } }: { change: AccountChange }) {
  const { accounts } = useI18n().words.imports.preview.results;
  const profile = after.parentProfile ?? '';
  return (
    <>
      {before.name !== after.name && <p>{accounts.name({ before: before.name, after: after.name })}</p>}
      {before.parentProfile !== after.parentProfile && (
        <p>
          {before.parentProfile === null
            ? accounts.newParentProfile({ after: profile })
            : accounts.parentProfile({ before: before.parentProfile, after: profile })}
        </p>
      )}
    </>
  );
}

/** The text is submitted again with each page, because the server stores nothing before the import is saved. */
function Pages({ preview: { page, pages } }: { preview: Preview }) {
  const { preview } = useI18n().words.imports;
  if (pages === 1) return null;
  return (
    <div className="pager">
      {page > 0 && (
        <button type="submit" className="quiet" name="page" value={page - 1}>
          {preview.previous}
        </button>
      )}
      {page < pages - 1 && (
        <button type="submit" className="quiet" name="page" value={page + 1}>
          {preview.next}
        </button>
      )}
    </div>
  );
}
