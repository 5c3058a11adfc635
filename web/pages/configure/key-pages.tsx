/** The only page that ever shows an API key, and the confirmation before one is revoked. */
import type { ApiKey } from '../../../services/access/api-keys.js';
import type { FieldError } from '../../forms/field-errors.js';
import { Frame } from '../../parts/frame.js';
import { Live } from '../../parts/live.js';
import { useI18n } from '../../render/i18n.js';
import { ConfirmPage } from './confirm.js';

export function KeyCreatedPage({ name, apiKey }: { name: string; apiKey: string }) {
  const { created } = useI18n().words.settings.keys;
  return (
    <Frame title={created.title} section="configure" scripts={['copy.js']} narrow>
      <section className="card message">
        <h1>{created.title}</h1>
        <p>
          <bdi>{name}</bdi>
        </p>
        <div className="form">
          <div className="field">
            <label htmlFor="api-key">{created.label}</label>
            <p className="detail" id="api-key-how">
              {created.how}
            </p>
            <input
              id="api-key"
              className="secret"
              type="text"
              readOnly
              value={apiKey}
              aria-describedby="api-key-how"
              autoComplete="off"
              spellCheck={false}
            />
          </div>
        </div>
        <p>
          <strong>{created.careful}</strong>
        </p>
        <Live id="copied" />
        <div className="actions">
          <button type="button" className="primary" data-copy-field="api-key" data-done={created.copied} hidden>
            {created.copy}
          </button>
          <a className="button quiet" href="/configure/keys">
            {created.back}
          </a>
        </div>
      </section>
    </Frame>
  );
}

export interface RevokeKeyPageProps {
  apiKey: ApiKey;
  timeZone: string;
  errors: readonly FieldError[];
}

export function RevokeKeyPage({ apiKey, timeZone, errors }: RevokeKeyPageProps) {
  const { words, moment } = useI18n();
  const { revokePage } = words.settings.keys;
  const { name, hint, lastUsedAt } = apiKey;
  const used = lastUsedAt
    ? revokePage.used({ hint, when: moment(lastUsedAt, timeZone) })
    : revokePage.neverUsed({ hint });
  return (
    <ConfirmPage
      title={revokePage.title({ name })}
      lines={[used, revokePage.effect]}
      errors={errors}
      freshFor="revokeKey"
      cancel="/configure/keys"
    >
      <form method="post" action={`/configure/keys/${apiKey.id}/revoke`}>
        <button type="submit" className="primary danger">
          {revokePage.button}
        </button>
      </form>
    </ConfirmPage>
  );
}
