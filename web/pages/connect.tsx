/**
 * The shell that a Personalized Link opens. It is the same for everyone and changes nothing, because mail scanners open
 * it too. The secret stays after the # until connect.js posts it. The page already contains every state, and the script
 * shows one of them.
 */
import type { ReactNode } from 'react';
import { Frame } from '../parts/frame.js';
import { HelpLink } from '../parts/help-link.js';
import { Live } from '../parts/live.js';
import { useI18n } from '../render/i18n.js';

export function ConnectPage({ inAppBrowser }: { inAppBrowser: boolean }) {
  const { connect } = useI18n().words;
  const { noScript, inApp, dead, cut, unknown, trouble } = connect;
  return (
    <Frame title={connect.title} scripts={['connect.js']} narrow>
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
        <State name="dead" tone="alert-card">
          <h1 tabIndex={-1}>{dead.title}</h1>
          {(['renewed', 'expired'] as const).map((why) => (
            <p key={why} data-why={why} hidden>
              {dead.why[why]}
            </p>
          ))}
          <Lines lines={dead.lines} />
          <div className="actions">
            <button type="button" className="primary" data-new-link="">
              {dead.ask}
            </button>
          </div>
          <Live
            data-new-link-result=""
            data-sent={dead.asked.sent}
            data-sent_recently={dead.asked.sentRecently}
            data-held={dead.asked.held}
            data-undeliverable={dead.asked.undeliverable}
            data-unknown={dead.asked.unknown}
            data-too-often={dead.askedTooOften}
            data-failed={dead.askFailed}
          />
        </State>
        <State name="cut" tone="alert-card">
          <Words title={cut.title} lines={cut.lines} />
          <GetNewLink />
        </State>
        <State name="unknown" tone="alert-card">
          <Words title={unknown.title} lines={unknown.lines} />
          <GetNewLink />
        </State>
        <State name="trouble" tone="alert-card">
          <Words title={trouble.title} lines={trouble.lines} />
          <div className="actions">
            <button type="button" className="primary" data-again="">
              {trouble.again}
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

function GetNewLink() {
  return (
    <>
      <div className="actions">
        <a href="/sign-in" className="button primary">
          {useI18n().words.connect.getNew}
        </a>
      </div>
      <p>
        <HelpLink topic="links" />
      </p>
    </>
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
