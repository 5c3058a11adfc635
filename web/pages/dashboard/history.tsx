/** The chart of the last 90 days, and how long reconnecting took. The table says what the picture shows. */
import type { History, HistoryDay, NetworkHistory } from '../../../services/dashboard/history.js';
import type { NetworkName } from '../../../domain/networks.js';
import { NetworkIcon } from '../../parts/icons.js';
import { useI18n } from '../../render/i18n.js';

const WIDTH = 900;
const HEIGHT = 220;
const FLOOR = HEIGHT - 28;

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

function Chart({ days, timeZone }: { days: readonly HistoryDay[]; timeZone: string }) {
  const { words, day } = useI18n();
  const { history } = words.dashboard;
  const top = Math.max(1, ...days.map(({ connected, disconnected }) => connected + disconnected));
  const step = WIDTH / days.length;
  const height = (n: number) => (n / top) * (FLOOR - 12);
  const worst = days.reduce((a, b) => (b.disconnected > a.disconnected ? b : a));
  const [from, to] = [day(days[0]!.at, timeZone), day(days.at(-1)!.at, timeZone)];
  const label =
    worst.disconnected === 0
      ? history.chartCalm({ from, to })
      : history.chart({ from, to, n: worst.disconnected, day: day(worst.at, timeZone) });
  return (
    <figure className="chart">
      <figcaption>
        <span className="key connected">{history.connected}</span>
        <span className="key disconnected">{history.disconnected}</span>
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} preserveAspectRatio="none">
        <line x1="0" x2={WIDTH} y1={FLOOR} y2={FLOOR} className="axis" />
        {days.map(({ at, connected, disconnected }, i) => (
          <g key={at.getTime()}>
            <rect
              className="bar-connected"
              x={i * step + 1}
              width={step - 2}
              y={FLOOR - height(connected)}
              height={height(connected)}
            />
            <rect
              className="bar-disconnected"
              x={i * step + 1}
              width={step - 2}
              y={FLOOR - height(connected + disconnected)}
              height={height(disconnected)}
            />
          </g>
        ))}
      </svg>
      <p className="chart-ends">
        <span>{from}</span>
        <span>{to}</span>
      </p>
    </figure>
  );
}

function NetworkTable({ networks }: { networks: readonly NetworkHistory[] }) {
  const { words, networkLabel, number, duration } = useI18n();
  const { history } = words.dashboard;
  return (
    <table className="rows">
      <caption className="hidden">{history.table}</caption>
      <thead>
        <tr>
          <th scope="col">{history.network}</th>
          <th scope="col" className="figure">
            {history.connected}
          </th>
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
        {networks.map(({ network, connected, disconnected, reconnected, medianMs, worstMs }) => (
          <tr key={network}>
            <th scope="row">
              <span className="with-icon">
                <NetworkIcon network={network} /> {networkLabel(network)}
              </span>
            </th>
            <td className="figure" data-label={history.connected}>
              {number(connected)}
            </td>
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
