/** The one page that ever shows an API key, and the question before one is revoked. */
import { SCOPES, type Scope } from '../../../domain/principal.js';
import type { ApiKey } from '../../../services/access/api-keys.js';
import { Frame } from '../../parts/frame.js';
import { Live } from '../../parts/live.js';
import { useI18n } from '../../render/i18n.js';
import { ConfirmPage } from './confirm.js';

/** What a key may do, in words. */
export const scopesOf = ({ scopes }: Pick<ApiKey, 'scopes'>, words: Record<Scope, string>): string =>
  SCOPES.filter((scope) => scopes.includes(scope))
    .map((scope) => words[scope])
    .join(', ');

export function KeyMadePage({ name, apiKey }: { name: string; apiKey: string }) {
  const { made } = useI18n().words.settings.keys;
  return (
    <Frame title={made.title} section="configure" scripts={['copy.js']} narrow>
      <section className="card message">
        <h1>{made.title}</h1>
        <p>
          <bdi>{name}</bdi>
        </p>
        <div className="form">
          <div className="field">
            <label htmlFor="api-key">{made.label}</label>
            <p className="detail" id="api-key-how">
              {made.how}
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
          <strong>{made.careful}</strong>
        </p>
        <Live id="copied" />
        <div className="actions">
          <button type="button" className="primary" data-copy-field="api-key" data-done={made.copied} hidden>
            {made.copy}
          </button>
          <a className="button quiet" href="/configure/keys">
            {made.back}
          </a>
        </div>
      </section>
    </Frame>
  );
}

export function RevokeKeyPage({ apiKey, timeZone }: { apiKey: ApiKey; timeZone: string }) {
  const { words, moment } = useI18n();
  const { revokePage, never } = words.settings.keys;
  const used = apiKey.lastUsedAt ? moment(apiKey.lastUsedAt, timeZone) : never;
  return (
    <ConfirmPage
      title={revokePage.title(apiKey.name)}
      lines={revokePage.lines(apiKey.hint, used)}
      cancel="/configure/keys"
    >
      <form method="post" action={`/configure/keys/${apiKey.id}/revoke`}>
        <button type="submit" className="primary danger">
          {revokePage.yes}
        </button>
      </form>
    </ConfirmPage>
  );
}
