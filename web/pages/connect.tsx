/**
 * The shell that a Personalized Link opens. It is the same for everyone and changes nothing, because mail scanners open
 * it too. The secret stays after the # until connect.js posts it. The page already contains every state, and the script
 * shows one of them.
 */
import type { ReactNode } from 'react';
import { NEW_LINK_MINUTES } from '../../domain/limits.js';
import { TextField } from '../parts/form.js';
import { Frame } from '../parts/frame.js';
import { HelpLink } from '../parts/help-link.js';
import { Live } from '../parts/live.js';
import { OtherPerson } from '../parts/other-person.js';
import { useI18n } from '../render/i18n.js';

export function ConnectPage({ inAppBrowser }: { inAppBrowser: boolean }) {
  const { connect, trouble: common } = useI18n().words;
  const { noScript, inApp, dead, trouble } = connect;
  return (
    <Frame title={connect.title} scripts={['other-person.js', 'tell-tabs.js', 'connect.js']} narrow>
      <noscript>
        <section className="card message alert-card">
          <Words title={noScript.title} lines={noScript.lines} />
        </section>
      </noscript>
      <div id="states" aria-live="polite" data-in-app={inAppBrowser ? 'yes' : 'no'}>
        <State name="opening">
          <p className="opening">
            <span className="spinner" aria-hidden="true" />
            {connect.opening}
          </p>
        </State>
        <State name="in-app">
          <Words title={inApp.title} lines={inApp.lines} />
          <div className="actions">
            <button
              type="button"
              className="primary"
              data-copy=""
              data-failed={inApp.copyFailed}
              data-done={inApp.copied}
            >
              {inApp.copy}
            </button>
            <button type="button" className="quiet" data-go-on="">
              {inApp.stay}
            </button>
          </div>
          <Live data-copy-result="" />
        </State>
        <State name="other">
          <OtherPerson />
        </State>
        <State name="dead" tone="alert-card">
          <h1 tabIndex={-1}>{dead.title}</h1>
          {(['renewed', 'expired'] as const).map((why) => (
            <p key={why} data-why={why} hidden>
              {dead.why[why]}
            </p>
          ))}
          <Lines lines={[...dead.lines, connect.onFile]} />
          <EmailNewLink />
        </State>
        <State name="broken" tone="alert-card">
          {(['cut', 'unknown'] as const).map((how) => (
            <div key={how} data-how={how}>
              <Words title={connect[how].title} lines={connect[how].lines} />
            </div>
          ))}
          <div data-owner="known">
            <p>{connect.onFile}</p>
            <EmailNewLink />
          </div>
          <div data-owner="unknown">
            <p>{connect.enterAddress}</p>
            <AskByAddress />
          </div>
          <p>
            <HelpLink topic="links" />
          </p>
        </State>
        <State name="trouble" tone="alert-card">
          <Words title={trouble.title} lines={trouble.lines} />
          <div className="actions">
            <button type="button" className="primary" data-again="">
              {common.again}
            </button>
          </div>
        </State>
      </div>
    </Frame>
  );
}

function State({ name, tone = '', children }: { name: string; tone?: string; children: ReactNode }) {
  return (
    <section className={`card message ${tone}`.trim()} data-state={name} hidden>
      {children}
    </section>
  );
}

/** One click emails the new link, because the link itself says whose it is. */
function EmailNewLink() {
  const { connect, trouble } = useI18n().words;
  const { dead } = connect;
  return (
    <div data-new-link="">
      <div className="actions">
        <button type="button" className="primary">
          {dead.ask}
        </button>
      </div>
      <Live
        data-sent={dead.asked.sent}
        data-sent_recently={dead.asked.sentRecently}
        data-held={dead.asked.held}
        data-undeliverable={dead.asked.undeliverable}
        data-unknown={dead.asked.unknown}
        data-too-often={trouble.tooOften.line({ minutes: NEW_LINK_MINUTES })}
        data-failed={dead.askFailed}
      />
    </div>
  );
}

/** So little of the link is left that only the person can say whom the new one is for. */
function AskByAddress() {
  const { connect, signIn } = useI18n().words;
  return (
    <form method="post" action="/sign-in" className="form">
      <TextField name="email" type="email" label={signIn.email} autoComplete="email" required maxLength={254} />
      <div className="actions">
        <button type="submit" className="primary">
          {connect.dead.ask}
        </button>
      </div>
    </form>
  );
}

function Words({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <>
      <h1 tabIndex={-1}>{title}</h1>
      <Lines lines={lines} />
    </>
  );
}

function Lines({ lines }: { lines: readonly string[] }) {
  return lines.map((line) => <p key={line}>{line}</p>);
}
