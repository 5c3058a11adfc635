/**
 * Before anybody leaves for a network: which account, whose archive (product.md: "Relink's page names archive and account and takes
 * one click, so that nobody is led into connecting an account to somebody else's archive").
 */
import type { ReactNode } from 'react';
import type { NetworkName } from '../../domain/networks.js';
import type { Place } from '../../db/reconnect/owner-page.js';
import { Frame } from '../parts/frame.js';
import { Arrow, NetworkIcon } from '../parts/icons.js';
import { networkLabel, providerLabel } from '../words/common.js';
import { SIGN_IN } from '../words/sign-in.js';

export interface LeaveProps {
  place: Place;
  network: NetworkName;
  /** Null when something new is connected. */
  accountName: string | null;
  ownerName: string;
  begunBy: string;
  /** At the network; a plain link, since a form may not lead away. */
  href: string;
}

export function LeavePage({ place, network, accountName, ownerName, begunBy, href }: LeaveProps) {
  const provider = providerLabel(network);
  const label = networkLabel(network);
  const { archiveName } = place;
  return (
    <Frame title={SIGN_IN.leaveTitle(provider)} place={place} narrow>
      <section className="card message">
        <h1>
          <bdi>{accountName === null ? SIGN_IN.connectHeading(label) : SIGN_IN.reconnectHeading(accountName)}</bdi>
        </h1>
        <p>
          <bdi>
            {accountName === null ? SIGN_IN.leadConnect(archiveName, label) : SIGN_IN.leadReconnect(archiveName)}
          </bdi>
        </p>
        <dl className="facts">
          <Fact label={SIGN_IN.network}>
            <NetworkIcon network={network} /> {label}
          </Fact>
          {accountName !== null && <Fact label={SIGN_IN.account}>{accountName}</Fact>}
          <Fact label={SIGN_IN.archive}>{archiveName}</Fact>
          <Fact label={SIGN_IN.owner}>{ownerName}</Fact>
          <Fact label={SIGN_IN.begunBy}>{begunBy}</Fact>
        </dl>
        <div className="actions">
          <a href={href} className="button primary" id="go" rel="noreferrer">
            {SIGN_IN.go(provider)}
            <Arrow />
          </a>
        </div>
        <p className="detail">{SIGN_IN.promise(provider)}</p>
      </section>
      <p className="lead centered">{SIGN_IN.unexpected}</p>
    </Frame>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        <bdi>{children}</bdi>
      </dd>
    </div>
  );
}
