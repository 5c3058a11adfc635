/**
 * The confirmation of a data deletion. Anyone who has the code can open it, so it says what was deleted but never whose
 * data it was.
 */
import type { DataDeletion } from '../../services/credentials/network-events/data-deletion.js';
import { PROVIDER_LABELS, type ProviderName } from '../../domain/networks.js';
import { Frame } from '../parts/frame.js';
import { useI18n } from '../render/i18n.js';

const WHAT = ['credentials', 'profiles', 'disconnected'] as const;

/** The person's own time zone isn't known here. */
const TIME_ZONE = 'UTC';

export function DataDeletionPage({ deletion }: { deletion: DataDeletion }) {
  const i18n = useI18n();
  const { dataDeletion: words } = i18n.words;
  const found = WHAT.filter((what) => deletion[what] > 0);
  const title = found.length > 0 ? words.title : words.nothing;
  const provider = PROVIDER_LABELS[deletion.provider as ProviderName];
  return (
    <Frame title={title} narrow>
      <section className="card message calm-card">
        <h1>{title}</h1>
        <p>{words.asked({ provider, moment: i18n.moment(deletion.requestedAt, TIME_ZONE) })}</p>
        <p>{words.done({ moment: i18n.moment(deletion.doneAt, TIME_ZONE) })}</p>
        {found.length > 0 ? (
          <>
            <h2>{words.deleted}</h2>
            <ul>
              {found.map((what) => (
                <li key={what}>{words.what[what]({ n: deletion[what] })}</li>
              ))}
            </ul>
          </>
        ) : (
          <p>{words.none}</p>
        )}
        <h2>{words.kept}</h2>
        <ul>
          {words.keptLines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <p>{words.keep}</p>
      </section>
    </Frame>
  );
}
