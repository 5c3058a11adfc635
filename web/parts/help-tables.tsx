/** The tables and lists on the help pages that come from the code, so they stay accurate. */
import { SCOPES } from '../../domain/principal.js';
import { ADMIN_ROLES } from '../../domain/recipients.js';
import type { Role } from '../../domain/roles.js';
import { copiesAdministrators, DEFAULT_PLAN, FIRST_STEP } from '../../domain/series.js';
import { useI18n } from '../render/i18n.js';

interface Column {
  label: string;
  text: string;
}

interface Row {
  name: string;
  columns: readonly Column[];
}

export function SeriesTable({ heading }: { heading: string }) {
  const { table } = useI18n().words.help.emails;
  const { columns } = table;
  const row = (name: string, when: string, to: string, copied: string): Row => ({
    name,
    columns: [
      { label: columns.when, text: when },
      { label: columns.to, text: to },
      { label: columns.copied, text: copied },
    ],
  });
  const steps = DEFAULT_PLAN.stepDays.map((days, step) =>
    row(
      step === FIRST_STEP ? table.first : table.reminder({ n: step }),
      step === FIRST_STEP ? table.atOnce : table.later({ days }),
      table.owner,
      copiesAdministrators(step) ? table.administrators : table.noOne,
    ),
  );
  const next = row(table.next, table.later({ days: DEFAULT_PLAN.seriesDays }), table.same, table.same);
  return <HelpTable first={columns.email} rows={[...steps, next]} heading={heading} />;
}

/** Administrators come first because people ask about them most, then Account Owners. */
const ROLES: readonly Role[] = [...ADMIN_ROLES, 'account_owner'];

export function RolesTable({ heading }: { heading: string }) {
  const { help, roles } = useI18n().words;
  const { columns, of } = help.roles.table;
  const rows = ROLES.map((role) => {
    const { howMany, can, emails } = of[role];
    return {
      name: roles[role],
      columns: [
        { label: columns.howMany, text: howMany },
        { label: columns.can, text: can },
        { label: columns.emails, text: emails },
      ],
    };
  });
  return <HelpTable first={columns.role} rows={rows} heading={heading} />;
}

/** @param first the heading of the first column, which names each row */
function HelpTable({ first, rows, heading }: { first: string; rows: readonly Row[]; heading: string }) {
  return (
    <div className="card">
      <table className="rows" aria-labelledby={heading}>
        <thead>
          <tr>
            <th scope="col">{first}</th>
            {rows[0]?.columns.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, columns }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {columns.map(({ label, text }) => (
                <td key={label} data-label={label}>
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The permissions that an API key can have, in the words of the page that creates one. */
export function ScopeList() {
  const { scope: labels } = useI18n().words.settings.keys.create;
  return (
    <ul>
      {SCOPES.map((scope) => (
        <li key={scope}>{labels[scope]}</li>
      ))}
    </ul>
  );
}
