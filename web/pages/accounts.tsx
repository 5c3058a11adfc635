/** The Account Owner's own page: what is disconnected, how to repair it, and how to connect something new. */
import type { ArchiveSummary } from '../../services/archives/summary.js';
import type { NetworkName } from '../../domain/networks.js';
import { ConnectNew } from '../parts/connect-new.js';
import { Frame } from '../parts/frame.js';
import { HelpLink } from '../parts/help-link.js';
import { Warning } from '../parts/icons.js';
import { ReconnectStatus } from '../parts/reconnect-status.js';
import { useI18n } from '../render/i18n.js';
import { MailLink } from '../parts/mail-link.js';

export interface AccountsPageProps {
  archive: ArchiveSummary;
  ownerName: string;
  /** Null when the reader is the contact. */
  contact: ArchiveSummary['contact'];
  /** Whether the reader came through a Personalized Link rather than by signing in. */
  throughLink: boolean;
  configured: (network: NetworkName) => boolean;
  inAppBrowser: boolean;
  /** The live list, rendered with its own URL. */
  list: string;
}

export function AccountsPage(props: AccountsPageProps) {
  const { archive, ownerName, configured, inAppBrowser, list } = props;
  const { yourAccounts } = useI18n().words;
  return (
    <Frame title={yourAccounts.title} archive={archive} aside={ownerName} scripts={['htmx.js', 'accounts.js']}>
      <div className="page-head">
        <h1>{yourAccounts.heading}</h1>
        <p className="lead">
          <bdi>{yourAccounts.archivedBy({ archive: archive.archiveName })}</bdi>
        </p>
      </div>
      {inAppBrowser && <InAppNotice />}
      <div className="columns">
        <div className="column-main">
          <ReconnectStatus />
          <div id="list-place" dangerouslySetInnerHTML={{ __html: list }} />
          <ConnectNew configured={configured} />
        </div>
        <Help {...props} />
      </div>
    </Frame>
  );
}

function InAppNotice() {
  const { yourAccounts } = useI18n().words;
  const { title, line } = yourAccounts.inApp;
  return (
    <section className="card notice" aria-labelledby="in-app">
      <Warning />
      <div>
        <h2 id="in-app">{title}</h2>
        <p>{line}</p>
      </div>
    </section>
  );
}

function Help({ ownerName, contact, throughLink }: AccountsPageProps) {
  const { yourAccounts, nav } = useI18n().words;
  const { how, about, ask } = yourAccounts;
  return (
    <aside className="column-aside" aria-label={how.title}>
      <section>
        <h2>{how.title}</h2>
        <ol>
          {how.steps.map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <p>{how.profile}</p>
        <p>
          <HelpLink topic="reconnect" />
          <br />
          <HelpLink topic="who" />
          <br />
          <HelpLink topic="parentProfiles" />
        </p>
      </section>
      <section>
        <h2>{about.title}</h2>
        <p>
          <bdi>{(throughLink ? about.openedWith : about.signedIn)({ name: ownerName })}</bdi>
        </p>
        {throughLink && about.lines.map((line) => <p key={line}>{line}</p>)}
        <p>
          <HelpLink topic="links" />
        </p>
        {throughLink && (
          <form method="post" action="/sign-out">
            <p>{about.shared}</p>
            <button type="submit" className="quiet">
              {nav.signOut}
            </button>
          </form>
        )}
      </section>
      <section>
        <h2>{ask.title}</h2>
        {contact ? (
          <p>
            {ask.primary}
            <br />
            <strong>
              <bdi>{contact.name}</bdi>
            </strong>
            <br />
            <MailLink email={contact.email} />
          </p>
        ) : (
          <p>{ask.nobody}</p>
        )}
      </section>
    </aside>
  );
}
