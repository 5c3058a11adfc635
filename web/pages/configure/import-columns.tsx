/** Configure → import, between choosing a file and checking its lines: which of its columns is which of ours. */
import type { Messages } from '../../../i18n/index.js';
import {
  choiceField,
  labelOf,
  EVERYONE,
  NO_TITLES,
  SECOND_NAME,
  TITLES_AT,
  type ColumnChoice,
  type ColumnsToChoose,
} from '../../forms/import-columns.js';
import { SHEET_ENCODING, type Sheet } from '../../forms/import-sheet.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { SelectField, type Option } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import { SheetFields } from '../../parts/import-fields.js';
import { useI18n } from '../../render/i18n.js';

export function ImportColumnsPage({ sheet, columns }: { sheet: Sheet; columns: ColumnsToChoose }) {
  const { imports } = useI18n().words;
  const words = imports.mapping;
  const { choices, secondName, titlesAt, isIncomplete } = columns;
  return (
    <Frame title={words.title} section="configure">
      <div className="page-head">
        <h1>{words.title}</h1>
        <p className="lead">{titlesAt === NO_TITLES ? words.leadWithoutTitles : words.lead}</p>
      </div>
      <ConfigureNav place="import" />
      <form className="form card form-card" method="post" action="/configure/import/preview" encType={SHEET_ENCODING}>
        <SheetFields sheet={sheet} withChoices={false} />
        {isIncomplete && (
          <p className="problem" role="alert">
            {words.incomplete}
          </p>
        )}
        <SelectField
          name={TITLES_AT}
          label={words.titlesAt}
          hint={words.titlesHint}
          value={titlesAt}
          options={lineOptions(columns, words)}
        />
        <div className="actions">
          <button type="submit" className="quiet" name="suggest" value="1" formAction="/configure/import/columns">
            {words.update}
          </button>
        </div>
        {choices.map((choice) => (
          <Choice key={choice.column} choice={choice} sheet={sheet} columns={columns} />
        ))}
        {secondName !== null && (
          <SelectField
            name={SECOND_NAME}
            label={words.secondName}
            hint={words.secondNameHint}
            value={secondName}
            options={columnOptions(columns, words, words.none)}
          />
        )}
        <p className="detail">{words.ignored}</p>
        <div className="actions">
          <button type="submit" className="primary">
            {imports.check}
          </button>
          <button type="submit" className="quiet" formAction="/configure/import/edit">
            {imports.preview.edit}
          </button>
        </div>
      </form>
    </Frame>
  );
}

const MAX_LINES = 10;

function lineOptions({ lines }: ColumnsToChoose, words: Messages['imports']['mapping']): Option[] {
  const options = lines.slice(0, MAX_LINES).map(({ line, cells }) => {
    const shown = cells.filter((cell) => cell !== '').join(' · ');
    return { value: String(line), label: words.titlesLine({ line, cells: shown.slice(0, 60) }) };
  });
  return [...options, { value: NO_TITLES, label: words.noTitles }];
}

function Choice({ choice, sheet, columns }: { choice: ColumnChoice; sheet: Sheet; columns: ColumnsToChoose }) {
  const { words } = useI18n();
  const { mapping } = words.imports;
  const { column, chosen, required, isMissing } = choice;
  const options = columnOptions(columns, mapping, required ? mapping.choose : mapping.none);
  return (
    <SelectField
      name={choiceField(column)}
      label={labelOf(words, sheet.kind, column)}
      value={chosen}
      problem={isMissing ? mapping.missing : undefined}
      options={column === 'roles' ? [...options, { value: EVERYONE, label: mapping.everyone }] : options}
    />
  );
}

/** Every column of the file by its title, with a cell from below it: two columns can have the same title. */
function columnOptions({ head }: ColumnsToChoose, words: Messages['imports']['mapping'], none: string): Option[] {
  const options = head.titles.map((title, i) => {
    const example = (head.example?.[i] ?? '').trim().slice(0, 40);
    const shown = title === '' ? words.untitled({ n: i + 1 }) : title;
    return { value: String(i), label: example === '' ? shown : words.option({ title: shown, example }) };
  });
  return [{ value: '', label: none }, ...options];
}
