/**
 * The page shown before anyone leaves for a network. It says which account, and whose archive ("Relink's page names
 * archive and account and takes one click, so that no one is led into connecting an account to somebody else's
 * archive").
 */
import type { NetworkName } from '../../domain/networks.js';
import type { ArchiveSummary } from '../../services/archives/summary.js';
import { Fact } from '../parts/fact.js';
import { Frame } from '../parts/frame.js';
import { Arrow, NetworkIcon } from '../parts/icons.js';
import { useI18n } from '../render/i18n.js';

export interface LeaveProps {
  archive: ArchiveSummary;
  network: NetworkName;
  /** Null when something new is being connected. */
  accountName: string | null;
  ownerName: string;
  startedBy: { label: string; name: string };
  /** The sign-in URL at the network. A plain link, because a form can't submit to another site. */
  href: string;
  /** Set on a retry that may need another account: who was signed in, and where to sign out. */
  switchFrom: { signedInAs: string; signOutUrl: string } | null;
}

export function LeavePage({ archive, network, accountName, ownerName, startedBy, href, switchFrom }: LeaveProps) {
  const { words, networkLabel, providerLabel } = useI18n();
  const { reconnect } = words;
  const provider = providerLabel(network);
  const label = networkLabel(network);
  const { newAccount } = words.networks[network];
  const { archiveName } = archive;
  return (
    <Frame title={reconnect.leaveTitle({ provider })} archive={archive} narrow>
      <section className="card message">
        <h1>
          <bdi>
            {accountName === null
              ? reconnect.connectHeading({ newAccount })
              : reconnect.reconnectHeading({ account: accountName })}
          </bdi>
        </h1>
        <p>
          <bdi>
            {accountName === null
              ? reconnect.leadConnect({ newAccount, archive: archiveName })
              : reconnect.leadReconnect({ archive: archiveName })}
          </bdi>
        </p>
        <dl className="facts">
          <Fact label={reconnect.network}>
            <NetworkIcon network={network} /> {label}
          </Fact>
          {accountName !== null && <Fact label={reconnect.account}>{accountName}</Fact>}
          <Fact label={reconnect.archive}>{archiveName}</Fact>
          <Fact label={reconnect.owner}>{ownerName}</Fact>
          <Fact label={startedBy.label}>{startedBy.name}</Fact>
        </dl>
        {switchFrom && <SwitchAccount provider={provider} {...switchFrom} />}
        <div className="actions">
          <a href={href} className="button primary" id="go" rel="noreferrer">
            {reconnect.go({ provider })}
            <Arrow />
          </a>
        </div>
        <p className="detail">{reconnect.promise({ provider })}</p>
      </section>
      <p className="lead centered">{reconnect.unexpected}</p>
    </Frame>
  );
}

/** Networks without a choice of accounts go on with whoever is signed in there, so only signing out there leads to someone else. */
function SwitchAccount({
  provider,
  signedInAs,
  signOutUrl,
}: { provider: string } & NonNullable<LeaveProps['switchFrom']>) {
  const words = useI18n().words.reconnect.switch;
  return (
    <section className="switch">
      <h2>{words.heading({ provider })}</h2>
      <p>
        <bdi>{words.lead({ provider, signedInAs })}</bdi>
      </p>
      <p>{words.other({ provider })}</p>
      <p>
        <a href={signOutUrl} className="button quiet" id="sign-out" target="_blank" rel="noreferrer noopener">
          {words.signOut({ provider })}
        </a>
      </p>
      <p className="detail">{words.signOutNote({ provider })}</p>
      <p>
        <bdi>{words.same({ provider, signedInAs })}</bdi>
      </p>
    </section>
  );
}
