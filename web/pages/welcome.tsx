/** The front page, for people who came without a link. */
import { Frame } from '../parts/frame.js';
import { WELCOME } from '../words/welcome.js';

export function WelcomePage({ docs }: { docs: boolean }) {
  return (
    <Frame title={WELCOME.title}>
      <div className="hero">
        <h1>{WELCOME.heading}</h1>
        <p>{WELCOME.lead}</p>
      </div>
      <ul className="people">
        {WELCOME.people.map(({ title, text }) => (
          <li className="card" key={title}>
            <h2>{title}</h2>
            <p>{text}</p>
          </li>
        ))}
      </ul>
      <p className="lead">{WELCOME.noLink}</p>
      {docs && (
        <p>
          <a href="/docs">{WELCOME.docs}</a>
        </p>
      )}
    </Frame>
  );
}
