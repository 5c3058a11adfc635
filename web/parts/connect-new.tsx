/** The networks where an Account Owner can connect something new. */
import { NETWORKS, NETWORK_NAMES, type NetworkName } from '../../domain/networks.js';
import type { Messages } from '../../i18n/index.js';
import { useI18n } from '../render/i18n.js';
import { HelpLink } from './help-link.js';
import { NetworkIcon } from './icons.js';
import { ReconnectForm } from './reconnect-form.js';

export function ConnectNew({ configured }: { configured: (network: NetworkName) => boolean }) {
  const { words, networkLabel } = useI18n();
  const { yourAccounts } = words;
  return (
    <section aria-labelledby="connect-new">
      <h2 id="connect-new">{yourAccounts.connectNew}</h2>
      <p className="lead">{yourAccounts.connectNewNote}</p>
      <p>
        <HelpLink topic="connect" />
      </p>
      <ul className="tiles">
        {NETWORK_NAMES.map((network) => (
          <li key={network}>
            <ReconnectForm target={{ network }} id={`connect-${network}`} kind="tile" disabled={!configured(network)}>
              <NetworkIcon network={network} />
              <span className="tile-words">
                <strong>{networkLabel(network)}</strong>{' '}
                <span className="detail">{tileNote(words, network, configured(network))}</span>
              </span>
            </ReconnectForm>
          </li>
        ))}
      </ul>
    </section>
  );
}

function tileNote({ yourAccounts }: Messages, network: NetworkName, isConfigured: boolean): string {
  if (!isConfigured) return yourAccounts.notSetUp;
  return NETWORKS[network].parentProfile ? yourAccounts.viaProfile : yourAccounts.viaAccount;
}
