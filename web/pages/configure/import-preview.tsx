/** Configure → import, step 2: every line with its problems, before anything is saved. */
import type { LineProblem } from '../../../domain/field-problem.js';
import { fieldSentence } from '../../../i18n/refusals.js';
import { formatMessage } from '../../../i18n/format-message.js';
import { COLUMNS, outcomeOf, type Preview, type PreviewLine } from '../../forms/import-preview.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { Checkbox } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import { useI18n } from '../../render/i18n.js';
import { Table } from '../../parts/table.js';

/** The import reports at most this many problems. */
const MAX_LISTED = 1000;

export function ImportPreviewPage({ preview }: { preview: Preview }) {
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
      <form method="post" action="/configure/import/preview" className="stack">
        <input type="hidden" name="kind" value={preview.sheet.kind} />
        <textarea name="csv" defaultValue={preview.sheet.text} readOnly hidden />
        <ConfirmedElsewhere preview={preview} />
        <Verdict preview={preview} />
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
    return (
      <section className="card message">
        <h2>{formatMessage(words.outcome[kind][outcomeOf(result.outcome)], result.outcome)}</h2>
        <p>{words.consequence[kind]}</p>
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
  return (
    <section className="card message alert-card" role="alert">
      <h2>{wrong === 0 ? words.unreadable : words.wrongLines({ n: wrong })}</h2>
      {elsewhere.length > 0 && (
        <ul>
          {elsewhere.map((problem) => (
            <li key={`${problem.line} ${problem.code}`}>
              {words.at({ line: problem.line, message: fieldSentence(locale, problem) })}
            </li>
          ))}
        </ul>
      )}
      {result.problems.length >= MAX_LISTED && <p>{words.onlyFirst({ n: MAX_LISTED })}</p>}
      <p>{words.correct}</p>
      <div className="actions">
        {result.problems.some(({ code }) => code === 'rounded_digits') && (
          <button type="submit" className="primary">
            {words.recheck}
          </button>
        )}
        <button type="submit" className="primary" formAction="/configure/import/edit">
          {words.edit}
        </button>
        <a className="button quiet" href={`/configure/import?kind=${kind}`}>
          {words.again}
        </a>
      </div>
    </section>
  );
}

function Lines({ preview }: { preview: Preview }) {
  const { imports } = useI18n().words;
  const words = imports.preview;
  const { required, optional = [] } = COLUMNS[preview.sheet.kind];
  const columns = [...required, ...optional];
  const { before, lines, total, wrong, pages } = preview;
  const notes = [
    pages > 1 && words.range({ from: before + 1, to: before + lines.length, all: total }),
    wrong > 0 && total > 1 && words.problemsFirst,
  ].filter((note) => note !== false);
  return (
    <div>
      {notes.length > 0 && <p className="detail list-count">{notes.join(' · ')}</p>}
      <div className="card">
        <Table caption={words.title} columns={[words.line, words.result, ...columns]} className="import-rows">
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
    const [column, message] = [problem.field, fieldSentence(locale, problem)];
    return column === null ? message : preview.problem({ column, message });
  };
  const known = line.known ? 'updated' : 'added';
  const fine = result.problems === null ? preview.results[sheet.kind][known] : preview.noProblem;
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
          data-label={column}
          className={line.problems.some(({ field }) => field === column) ? 'wrong-cell' : undefined}
        >
          <bdi>{line.cells[column]}</bdi>
        </td>
      ))}
    </tr>
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
