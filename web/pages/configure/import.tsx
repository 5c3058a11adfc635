/** Configure → import, step 1: choosing a file. */
import { NETWORK_NAMES } from '../../../domain/networks.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { DoneNotice, TextArea, Checkbox } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import { HelpLink } from '../../parts/help-link.js';
import { Live } from '../../parts/live.js';
import { labelOf } from '../../forms/import-columns.js';
import { explainColumns } from '../../forms/import-explained.js';
import { IMPORTS, KINDS, SHEET_ENCODING, type Sheet } from '../../forms/import-sheet.js';
import { useI18n } from '../../render/i18n.js';
import { usePermitted } from '../../render/signed-in.js';

export interface ImportPageProps {
  sheet: Sheet;
  done: string | null;
}

export function ImportPage({ sheet, done }: ImportPageProps) {
  const { imports } = useI18n().words;
  const permitted = usePermitted();
  return (
    <Frame title={imports.title} section="configure" scripts={['import.js']}>
      <DoneNotice text={done} />
      <div className="page-head">
        <h1>{imports.title}</h1>
        <p className="lead">{imports.lead}</p>
        <p>
          <HelpLink topic="import" />
        </p>
      </div>
      <ConfigureNav place="import" />
      <div className="columns">
        <form
          className="form card form-card import-form"
          method="post"
          action="/configure/import/preview"
          encType={SHEET_ENCODING}
        >
          <fieldset>
            <legend>{imports.kind}</legend>
            {KINDS.filter((kind) => permitted(IMPORTS[kind])).map((kind) => (
              <Checkbox
                key={kind}
                type="radio"
                name="kind"
                value={kind}
                label={imports.kinds[kind]}
                checked={sheet.kind === kind}
              />
            ))}
          </fieldset>
          <FileChoice />
          <TextArea
            name="csv"
            label={imports.text}
            hint={imports.textHint}
            value={sheet.placeholder}
            rows={10}
            required
          />
          <div className="actions">
            <button type="submit" className="primary">
              {imports.check}
            </button>
            <p className="detail">{imports.nothingSaved}</p>
          </div>
        </form>
        <Columns />
      </div>
    </Frame>
  );
}

/** Works only with the script, which unhides it: what the file holds goes into the text field. A workbook's sheets can be chosen. */
function FileChoice() {
  const { imports } = useI18n().words;
  return (
    <div className="field" data-file-into="field-csv" hidden>
      <label htmlFor="file">{imports.file}</label>
      <p className="detail" id="file-hint">
        {imports.fileHint}
      </p>
      <input
        id="file"
        type="file"
        accept=".xlsx,.csv,.tsv,.txt,text/csv,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        aria-describedby="file-hint"
        data-done={imports.fileRead}
        data-failed={imports.fileFailed}
        data-empty={imports.workbookProblems.empty_workbook}
      />
      <div className="field" hidden>
        <label htmlFor="sheet">{imports.sheet}</label>
        <p className="detail" id="sheet-hint">
          {imports.sheetHint}
        </p>
        <select id="sheet" aria-label={imports.sheet} aria-describedby="sheet-hint" />
      </div>
      <Live id="file-read" className="detail" />
    </div>
  );
}

function Columns() {
  const i18n = useI18n();
  const { imports } = i18n.words;
  return (
    <aside className="column-aside" aria-label={imports.columns}>
      <p>{imports.columnsLead}</p>
      {KINDS.map((kind) => (
        <section key={kind}>
          <h2>{imports.kinds[kind]}</h2>
          <dl className="columns-explained">
            {explainColumns(kind, i18n).map(([column, meaning]) => (
              <div key={column}>
                <dt>{labelOf(i18n.words, kind, column)}</dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
          <p>
            <a href={`/configure/import/template?kind=${kind}`} download={imports.templateFile[kind]}>
              {imports.template.download[kind]}
            </a>
          </p>
          <p className="detail">
            <a href={`/configure/import/example?kind=${kind}`} download={imports.exampleFile[kind]}>
              {imports.example[kind]}
            </a>
          </p>
        </section>
      ))}
      <section>
        <h2>{imports.findIds.title}</h2>
        <dl className="columns-explained">
          {NETWORK_NAMES.map((network) => (
            <div key={network}>
              <dt>{i18n.networkLabel(network)}</dt>
              <dd>{imports.findIds.networks[network]}</dd>
            </div>
          ))}
        </dl>
        <p>{imports.findIds.asText}</p>
      </section>
    </aside>
  );
}
