/** What a pop-up shows in the instant before it is sent to the network. */
import { Frame } from '../parts/frame.js';
import { SIGN_IN } from '../words/sign-in.js';

export function OpeningPage() {
  return (
    <Frame title={SIGN_IN.openingTitle} narrow>
      <section className="card message">
        <h1 className="opening">
          <span className="spinner" aria-hidden="true" />
          {SIGN_IN.opening}
        </h1>
      </section>
    </Frame>
  );
}
