/** The pages of signing in. */
import type { Entrant } from '../../services/access/sign-in.js';
import { Frame } from '../parts/frame.js';
import { TextField } from '../parts/form.js';
import { Live } from '../parts/live.js';
import { useI18n } from '../render/i18n.js';

export function EnterPage({ oidc, email, inbox }: { oidc: boolean; email: string; inbox: string | null }) {
  const { enter } = useI18n().words;
  return (
    <Frame title={enter.title} narrow>
      <section className="card message">
        <h1>{enter.title}</h1>
        <p>{enter.lead}</p>
        <form method="post" action="/sign-in" className="form">
          <TextField
            name="email"
            type="email"
            label={enter.email}
            value={email}
            autoComplete="email"
            required
            maxLength={254}
          />
          <div className="actions">
            <button type="submit" className="primary">
              {enter.send}
            </button>
          </div>
        </form>
        {oidc && (
          <>
            <p className="detail">{enter.or}</p>
            <div className="actions">
              <a href="/sign-in/oidc" className="button quiet">
                {enter.oidc}
              </a>
            </div>
          </>
        )}
        {inbox && (
          <p className="detail">
            {enter.inbox} <a href={inbox}>{inbox}</a>
          </p>
        )}
      </section>
      <p className="lead centered">{enter.noLogin}</p>
    </Frame>
  );
}

/**
 * Opened by a link: the secret is behind the #, where the server never sees it until the script posts it. Opening it changes
 * nothing, since mail scanners open links too.
 * @param props.at once: the archive's own login has just sent the person, with a click
 */
export function OpenPage({ action, atOnce }: { action: string; atOnce: boolean }) {
  const { enter } = useI18n().words;
  return (
    <Frame title={enter.title} scripts={['sign-in.js']} narrow>
      <noscript>
        <section className="card message alert-card">
          <h1>{enter.noScript.title}</h1>
          {enter.noScript.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </section>
      </noscript>
      <div id="enter" data-action={action} data-at-once={atOnce ? 'yes' : 'no'}>
        <section className="card message" data-state="confirm" hidden>
          <h1>{enter.confirm.title}</h1>
          <p>{enter.confirm.line}</p>
          <div className="actions">
            <button type="button" className="primary" data-enter="">
              {enter.confirm.button}
            </button>
          </div>
        </section>
        <section className="card message" data-state="other" hidden>
          <h1>{enter.other.title}</h1>
          <p>{enter.other.line}</p>
          <div className="actions">
            <button type="button" className="primary" data-meant="">
              {enter.other.button}
            </button>
            <a href="/" className="button quiet">
              {enter.other.stay}
            </a>
          </div>
        </section>
        <section className="card message" data-state="busy" hidden>
          <Live>
            <p className="opening">
              <span className="spinner" aria-hidden="true" />
              {enter.confirm.busy}
            </p>
          </Live>
        </section>
        <section className="card message alert-card" data-state="dead" role="alert" hidden>
          <h1>{enter.dead.title}</h1>
          {enter.dead.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
          <div className="actions">
            <a href="/sign-in" className="button primary">
              {enter.dead.again}
            </a>
          </div>
        </section>
      </div>
    </Frame>
  );
}

export function ChoosePage({ entrants }: { entrants: readonly Entrant[] }) {
  const { enter } = useI18n().words;
  return (
    <Frame title={enter.choose.title} narrow>
      <section className="card message">
        <h1>{enter.choose.title}</h1>
        <p>{enter.choose.lead}</p>
        <form method="post" action="/sign-in/choose" className="form">
          {entrants.map(({ archiveId, archiveName }) => (
            <button key={archiveId} type="submit" name="archiveId" value={archiveId} className="quiet">
              <bdi>{archiveName}</bdi>
            </button>
          ))}
        </form>
      </section>
    </Frame>
  );
}
