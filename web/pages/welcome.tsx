/** The front page, for people who come without a link. */
import { Frame } from '../parts/frame.js';
import { useI18n } from '../render/i18n.js';
import { useProductName } from '../render/product-name.js';

const AUDIENCES = ['owners', 'administrators', 'software'] as const;

export function WelcomePage({ docs }: { docs: boolean }) {
  const { welcome } = useI18n().words;
  return (
    <Frame title={useProductName()}>
      <div className="hero">
        <h1>{welcome.heading}</h1>
        <p>{welcome.lead}</p>
      </div>
      <p className="hero-action">
        <a href="/sign-in" className="button primary">
          {welcome.signIn}
        </a>{' '}
        <span className="detail">{welcome.signInNote}</span>
      </p>
      <ul className="people">
        {AUDIENCES.map((audience) => (
          <li className="card" key={audience}>
            <h2>{welcome[audience].title}</h2>
            <p>{welcome[audience].text}</p>
          </li>
        ))}
      </ul>
      <p className="lead">{welcome.noLink}</p>
      {docs && (
        <p>
          <a href="/docs">{welcome.docs}</a>
        </p>
      )}
    </Frame>
  );
}
