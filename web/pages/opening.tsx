/** What a pop-up shows in the instant before it is sent to the network. */
import { Frame } from '../parts/frame.js';
import { useI18n } from '../render/i18n.js';

export function OpeningPage() {
  const { signIn } = useI18n().words;
  return (
    <Frame title={signIn.openingTitle} narrow>
      <section className="card message">
        <h1 className="opening">
          <span className="spinner" aria-hidden="true" />
          {signIn.opening}
        </h1>
      </section>
    </Frame>
  );
}
