/** Configure → API keys: which programs have access, what each can do, and when it was last used. */
import { SCOPES, sortScopes } from '../../../domain/principal.js';
import type { FieldError } from '../../forms/field-errors.js';
import { createApiKey, revokeApiKey, type ApiKey, type ListedKey } from '../../../services/access/api-keys.js';
import { passOnApiKey } from '../../../services/access/responsible-for-keys.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { FreshSignIn } from '../../parts/fresh-sign-in.js';
import { DoneNotice, problemOf, Problems, TextField, Checkbox } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import { HelpLink } from '../../parts/help-link.js';
import { useI18n } from '../../render/i18n.js';
import { usePermitted } from '../../render/signed-in.js';
import { hiddenHeading, Table } from '../../parts/table.js';

export interface KeyForm {
  name: string;
  scopes: string[];
}

export interface KeysPageProps {
  working: readonly ListedKey[];
  revoked: readonly ApiKey[];
  form: KeyForm;
  errors: readonly FieldError[];
  done: string | null;
  timeZone: string;
}

export function KeysPage({ working, revoked, form, errors, done, timeZone }: KeysPageProps) {
  const { keys } = useI18n().words.settings;
  const permitted = usePermitted();
  return (
    <Frame title={keys.title} section="configure">
      <DoneNotice text={done} />
      <div className="page-head">
        <h1>{keys.title}</h1>
        <p className="lead">{keys.lead}</p>
        <p>
          <HelpLink topic="apiKeys" />
        </p>
      </div>
      <ConfigureNav place="keys" />
      <div className="settings">
        <Problems errors={errors} labels={{ name: keys.create.name, scopes: keys.create.scopes }} toDo="continue" />
        {working.length === 0 ? (
          <section className="card message calm-card">
            <p>{keys.none}</p>
          </section>
        ) : (
          <Working keys={working} timeZone={timeZone} />
        )}
        {permitted(createApiKey) && (
          <section className="card form-card" aria-labelledby="make-key">
            <h2 id="make-key">{keys.create.title}</h2>
            <p className="lead">{keys.create.lead}</p>
            <FreshSignIn before="createKey" />
            <CreateKey form={form} errors={errors} />
          </section>
        )}
        {revoked.length > 0 && <Revoked keys={revoked} timeZone={timeZone} />}
      </div>
    </Frame>
  );
}

function Working({ keys: rows, timeZone }: { keys: readonly ListedKey[]; timeZone: string }) {
  const { words, moment, day } = useI18n();
  const permitted = usePermitted();
  const { keys } = words.settings;
  return (
    <div className="card">
      <Table
        caption={keys.table}
        columns={[
          keys.column.name,
          keys.column.scopes,
          keys.column.responsible,
          keys.column.created,
          keys.column.used,
          hiddenHeading(keys.column.action),
        ]}
      >
        {rows.map((key) => (
          <tr key={key.id}>
            <th scope="row">
              <bdi>{key.name}</bdi>
              <span className="detail under">{keys.endsIn({ hint: key.hint })}</span>
            </th>
            <td data-label={keys.column.scopes}>
              {sortScopes(key.scopes).map((scope) => (
                <span key={scope} className="block">
                  {keys.scope[scope]}
                </span>
              ))}
            </td>
            <td data-label={keys.column.responsible}>
              <bdi>{key.responsible ?? keys.archive}</bdi>
            </td>
            <td data-label={keys.column.created}>{day(key.createdAt, timeZone)}</td>
            <td data-label={keys.column.used}>{key.lastUsedAt ? moment(key.lastUsedAt, timeZone) : keys.never}</td>
            <td>
              <div className="actions">
                {permitted(passOnApiKey) && (
                  <a
                    className="button quiet"
                    href={`/configure/keys/${key.id}/pass-on`}
                    aria-label={keys.passOnNamed({ name: key.name, hint: key.hint })}
                  >
                    {keys.passOn}
                  </a>
                )}
                {permitted(revokeApiKey) && (
                  <a
                    className="button quiet danger"
                    href={`/configure/keys/${key.id}/revoke`}
                    aria-label={keys.revokeNamed({ name: key.name, hint: key.hint })}
                  >
                    {keys.revoke}
                  </a>
                )}
              </div>
            </td>
          </tr>
        ))}
      </Table>
    </div>
  );
}

function CreateKey({ form, errors }: Pick<KeysPageProps, 'form' | 'errors'>) {
  const { keys } = useI18n().words.settings;
  const { create } = keys;
  const problem = errors.find(({ path }) => path.startsWith('scopes'))?.message;
  return (
    <form className="form" method="post" action="/configure/keys">
      <TextField
        name="name"
        label={create.name}
        hint={create.nameHint}
        value={form.name}
        problem={problemOf(errors, 'name')}
        required
        maxLength={80}
        autoComplete="off"
        dir="auto"
      />
      <fieldset aria-describedby={problem ? 'problem-scopes' : undefined}>
        <legend>{create.scopes}</legend>
        {SCOPES.map((scope) => (
          <Checkbox
            key={scope}
            name="scopes"
            value={scope}
            label={create.scope[scope]}
            hint={scope === 'credentials' || scope === 'act' ? create.hint[scope] : undefined}
            checked={form.scopes.includes(scope)}
          />
        ))}
        {problem && (
          <p className="problem" id="problem-scopes">
            {problem}
          </p>
        )}
      </fieldset>
      <div className="actions">
        <button type="submit" className="primary">
          {create.button}
        </button>
      </div>
    </form>
  );
}

function Revoked({ keys: rows, timeZone }: { keys: readonly ApiKey[]; timeZone: string }) {
  const { words, moment } = useI18n();
  const { keys } = words.settings;
  return (
    <details className="revoked-keys">
      <summary>{keys.revokedHeading}</summary>
      <ul>
        {rows.map(({ id, name, hint, revokedAt }) => (
          <li key={id}>
            <bdi>{revokedAt && keys.revokedLine({ name, hint, when: moment(revokedAt, timeZone) })}</bdi>
          </li>
        ))}
      </ul>
    </details>
  );
}
