/** The administrators' first page: what is disconnected, live, and how the last 90 days were. */
import type { History } from '../../../db/dashboard/history.js';
import type { NetworkName } from '../../../domain/networks.js';
import type { Place } from '../../../db/reconnect/owner-page.js';
import { Frame } from '../../parts/frame.js';
import { useSpeech } from '../../speech.js';
import { HistorySection } from './history.js';

export interface DashboardPageProps {
  place: Place;
  timeZone: string;
  /** The live notice, rendered with its own address. */
  notice: string;
  history: History;
  network: NetworkName | null;
}

export function DashboardPage({ place, timeZone, notice, history, network }: DashboardPageProps) {
  const { dashboard } = useSpeech().words;
  return (
    <Frame title={dashboard.title} section="dashboard" scripts={['htmx.js', 'live.js']}>
      <div className="page-head">
        <h1>
          <bdi>{dashboard.heading(place.archiveName)}</bdi>
        </h1>
        <p className="lead">{dashboard.lead}</p>
      </div>
      <div className="stack">
        <div aria-live="polite" dangerouslySetInnerHTML={{ __html: notice }} />
        <HistorySection history={history} timeZone={timeZone} network={network} />
      </div>
    </Frame>
  );
}
