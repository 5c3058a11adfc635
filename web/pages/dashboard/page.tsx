/** The administrators' home page: what is disconnected now, live, and the history of the last 90 days. */
import type { ArchiveSummary } from '../../../services/archives/summary.js';
import { Frame } from '../../parts/frame.js';
import { HelpLink } from '../../parts/help-link.js';
import { useI18n } from '../../render/i18n.js';

export interface DashboardPageProps {
  archive: ArchiveSummary;
  /** The live notice, rendered with its own URL. */
  notice: string;
  /** The live chart and table, rendered the same way. */
  history: string;
}

export function DashboardPage({ archive, notice, history }: DashboardPageProps) {
  const { dashboard } = useI18n().words;
  return (
    <Frame title={dashboard.title} section="dashboard" scripts={['htmx.js', 'live.js', 'chart.js']}>
      <div className="page-head">
        <h1>
          <bdi>{archive.archiveName}</bdi>
        </h1>
        <p className="lead">{dashboard.lead}</p>
        <p>
          <HelpLink topic="dashboard" />
        </p>
      </div>
      <div className="stack">
        <div aria-live="polite" dangerouslySetInnerHTML={{ __html: notice }} />
        <div dangerouslySetInnerHTML={{ __html: history }} />
      </div>
    </Frame>
  );
}
