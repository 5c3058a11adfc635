/** The administrators' first page: what is disconnected, live, and how the last 90 days were. */
import type { Place } from '../../../services/reconnect/owner-page.js';
import { Frame } from '../../parts/frame.js';
import { useSpeech } from '../../i18n.js';

export interface DashboardPageProps {
  place: Place;
  /** The live notice, rendered with its own address. */
  notice: string;
  /** The live chart and table, likewise. */
  history: string;
}

export function DashboardPage({ place, notice, history }: DashboardPageProps) {
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
        <div dangerouslySetInnerHTML={{ __html: history }} />
      </div>
    </Frame>
  );
}
