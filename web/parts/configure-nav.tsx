/** The sections of Configure, shown on each of its pages. */
import { listApiKeysByState } from '../../services/access/api-keys.js';
import { changeArchiveSettings } from '../../services/archives/settings.js';
import { changeUser } from '../../services/people/manage.js';
import { useI18n } from '../render/i18n.js';
import { IMPORTS } from '../forms/import-sheet.js';
import { usePermitted } from '../render/signed-in.js';

/** The use cases that give access to each section. */
const PLACES = {
  owners: [changeUser],
  administrators: [changeUser],
  import: [IMPORTS.users, IMPORTS.accounts],
  series: [changeArchiveSettings],
  emails: [changeArchiveSettings],
  keys: [listApiKeysByState],
  'sign-in': [changeArchiveSettings],
};
export type ConfigurePlace = keyof typeof PLACES;

export function ConfigureNav({ place }: { place: ConfigurePlace }) {
  const { configure } = useI18n().words;
  const permitted = usePermitted();
  const places = (Object.keys(PLACES) as ConfigurePlace[]).filter((name) => permitted(...PLACES[name]));
  return (
    <nav className="sub-nav" aria-label={configure.label}>
      {places.map((other) => (
        <a key={other} href={`/configure/${other}`} aria-current={other === place ? 'page' : undefined}>
          {configure.places[other]}
        </a>
      ))}
    </nav>
  );
}
