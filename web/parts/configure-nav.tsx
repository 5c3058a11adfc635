/** The parts of Configure, on each of its pages. */
import { useI18n } from '../i18n.js';

const CONFIGURE_PLACES = ['owners', 'administrators', 'import', 'series', 'emails', 'keys', 'sign-in'] as const;
export type ConfigurePlace = (typeof CONFIGURE_PLACES)[number];

export function ConfigureNav({ place }: { place: ConfigurePlace }) {
  const { configure } = useI18n().words;
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
