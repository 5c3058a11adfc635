/** Configure → import, before people who are already in the archive get other roles: asked separately, since roles open doors. */
import { formatList } from '../../../i18n/lists.js';
import type { Role } from '../../../domain/roles.js';
import { changesRoles, type PersonChange } from '../../../services/people/import-users.js';
import { SHEET_ENCODING, type Sheet } from '../../forms/import-sheet.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { FreshSignIn } from '../../parts/fresh-sign-in.js';
import { Frame } from '../../parts/frame.js';
import { SheetFields } from '../../parts/import-fields.js';
import { useI18n } from '../../render/i18n.js';
import { shownAddress } from '../../../i18n/shown-address.js';

export interface ImportRolesPageProps {
  sheet: Sheet;
  changes: readonly PersonChange[];
  /** Stands for exactly the changes on this page. */
  confirmed: string;
}

export function ImportRolesPage({ sheet, changes, confirmed }: ImportRolesPageProps) {
  const { locale, words } = useI18n();
  const { rolesPage } = words.imports;
  const inWords = (roles: readonly Role[]) =>
    formatList(
      roles.map((role) => words.roles[role]),
      locale,
    );
  const shown = changes.filter(changesRoles);
  const title = rolesPage.title({ n: shown.length });
  return (
    <Frame title={title} section="configure">
      <div className="page-head">
        <h1>{title}</h1>
        <p className="lead">{rolesPage.lead}</p>
      </div>
      <ConfigureNav place="import" />
      <form method="post" action="/configure/import/save" encType={SHEET_ENCODING} className="card message">
        <SheetFields sheet={sheet} />
        <input type="hidden" name="confirmed" value={confirmed} />
        <ul>
          {shown.map(({ userId, email, before, after }) => (
            <li key={userId}>
              <bdi>
                {rolesPage.line({
                  name: after.name,
                  email: shownAddress(email),
                  before: inWords(before.roles),
                  after: inWords(after.roles),
                })}
              </bdi>
            </li>
          ))}
        </ul>
        <FreshSignIn before="import" />
        <div className="actions">
          <button type="submit" className="primary">
            {rolesPage.confirm}
          </button>
          <button type="submit" className="quiet" formAction="/configure/import/preview">
            {rolesPage.back}
          </button>
        </div>
      </form>
    </Frame>
  );
}
