/** The parts of Configure, on each of its pages. */
import { useSpeech } from '../i18n.js';

export const CONFIGURE_PLACES = ['owners', 'administrators', 'import', 'series', 'emails', 'keys', 'sign-in'] as const;
export type ConfigurePlace = (typeof CONFIGURE_PLACES)[number];

export function ConfigureNav({ place }: { place: ConfigurePlace }) {
  const { configure } = useSpeech().words;
  return (
    <nav className="sub-nav" aria-label={configure.label}>
      {CONFIGURE_PLACES.map((other) => (
        <a key={other} href={`/configure/${other}`} aria-current={other === place ? 'page' : undefined}>
          {configure.places[other]}
        </a>
      ))}
    </nav>
  );
}
