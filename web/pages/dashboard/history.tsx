/** The chart of the last 90 days, and a table of the networks: their accounts now, and how long reconnecting took. */
import type { History, NetworkHistory } from '../../../services/dashboard/history.js';
import type { NetworkName } from '../../../domain/networks.js';
import { NetworkIcon } from '../../parts/icons.js';
import { useI18n } from '../../render/i18n.js';
import { Chart } from './chart.js';

export interface HistorySectionProps {
  history: History;
  timeZone: string;
  /** The network whose chart is shown. Null for all networks together. */
  network: NetworkName | null;
}

export function HistorySection({ history, timeZone, network }: HistorySectionProps) {
  const { history: words } = useI18n().words.dashboard;
  const chosen = history.networks.find((one) => one.network === network);
  return (
    <section className="card history" aria-labelledby="history-title">
      <h2 id="history-title">{words.title}</h2>
      {history.networks.length === 0 ? (
        <p className="lead">{words.empty}</p>
      ) : (
        <>
          {history.networks.length > 1 && <Choice networks={history.networks} chosen={chosen?.network ?? null} />}
          <Chart days={chosen?.days ?? history.days} timeZone={timeZone} />
          <h3 id="networks-title">{words.table}</h3>
          <NetworkTable networks={history.networks} />
        </>
      )}
    </section>
  );
}

/**
 * One chart at a time: all networks, or one of them. These are links, so they work without a script and can be
 * bookmarked.
 */
function Choice({ networks, chosen }: { networks: readonly NetworkHistory[]; chosen: NetworkName | null }) {
  const { words, networkLabel } = useI18n();
  const { history } = words.dashboard;
  return (
    <nav className="sub-nav" aria-label={history.choose}>
      <a href="/dashboard#history-title" aria-current={chosen === null ? 'page' : undefined}>
        {history.all}
      </a>
      {networks.map(({ network }) => (
        <a
          key={network}
          href={`/dashboard?network=${network}#history-title`}
          aria-current={chosen === network ? 'page' : undefined}
        >
          {networkLabel(network)}
        </a>
      ))}
    </nav>
  );
}

function NetworkTable({ networks }: { networks: readonly NetworkHistory[] }) {
  const { words, networkLabel, number, duration } = useI18n();
  const { history } = words.dashboard;
  const isAnyUnauthorized = networks.some(({ notAuthorized }) => notAuthorized > 0);
  return (
    <table className="rows" aria-labelledby="networks-title">
      <thead>
        <tr>
          <th scope="col">{history.network}</th>
          <th scope="col" className="figure">
            {history.connected}
          </th>
          {isAnyUnauthorized && (
            <th scope="col" className="figure">
              {history.notAuthorized}
            </th>
          )}
          <th scope="col" className="figure">
            {history.disconnected}
          </th>
          <th scope="col" className="figure">
            {history.reconnected}
          </th>
          <th scope="col" className="figure">
            {history.median}
          </th>
          <th scope="col" className="figure">
            {history.longest}
          </th>
        </tr>
      </thead>
      <tbody>
        {networks.map(({ network, connected, notAuthorized, disconnected, reconnected, medianMs, worstMs }) => (
          <tr key={network}>
            <th scope="row">
              <span className="with-icon">
                <NetworkIcon network={network} /> {networkLabel(network)}
              </span>
            </th>
            <td className="figure" data-label={history.connected}>
              {number(connected)}
            </td>
            {isAnyUnauthorized && (
              <td className="figure" data-label={history.notAuthorized}>
                {number(notAuthorized)}
              </td>
            )}
            <td className="figure" data-label={history.disconnected}>
              {number(disconnected)}
            </td>
            <td className="figure" data-label={history.reconnected}>
              {number(reconnected)}
            </td>
            <td className="figure" data-label={history.median}>
              {medianMs === null ? history.noData : duration(medianMs)}
            </td>
            <td className="figure" data-label={history.longest}>
              {worstMs === null ? history.noData : duration(worstMs)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
