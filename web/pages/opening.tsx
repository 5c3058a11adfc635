/** What a pop-up shows for a moment before it goes to the network. */
import { Frame } from '../parts/frame.js';
import { useI18n } from '../render/i18n.js';

export function OpeningPage() {
  const { reconnect } = useI18n().words;
  return (
    <Frame title={reconnect.openingTitle} narrow>
      <section className="card message">
        <h1 className="opening">
          <span className="spinner" aria-hidden="true" />
          {reconnect.opening}
        </h1>
      </section>
    </Frame>
  );
}
