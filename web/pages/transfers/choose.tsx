/**
 * Step 1: what to move. The server searches; items are added and removed one by one, or everything a person has moves.
 */
import { SEARCH_LENGTH } from '../../forms/forms.js';
import type { ReactNode } from 'react';
import type { FieldError } from '../../forms/field-errors.js';
import type { ChosenItems, SearchResult } from '../../../services/transfers/choose.js';
import { Problems, TextField } from '../../parts/form.js';
import { Live } from '../../parts/live.js';
import { useI18n } from '../../render/i18n.js';
import { describeTransferred } from '../../render/describe-transferred.js';
import { isChosen, type TransferForm } from '../../forms/transfer-form.js';
import { AccountThing, Hidden, NEW, ProfileThing, StepButton, StepFrame, Thing } from './parts.js';
import { shownAddress } from '../../../i18n/shown-address.js';

export interface ChoosePageProps {
  form: TransferForm;
  chosen: ChosenItems;
  found: SearchResult | null;
  errors: readonly FieldError[];
}

export function ChoosePage({ form, chosen, found, errors }: ChoosePageProps) {
  const { choose } = useI18n().words.transfers;
  return (
    <StepFrame step="choose" heading={choose.heading}>
      <Problems errors={errors} />
      <form method="post" action={NEW} className="transfer">
        <Hidden form={form} />
        <div className="columns even">
          <section className="card form-card" aria-label={choose.find}>
            <TextField
              name="q"
              type="search"
              label={choose.search}
              hint={choose.hint}
              value={form.search}
              maxLength={SEARCH_LENGTH}
              dir="auto"
            />
            <button type="submit" name="step" value="choose" className="quiet">
              {choose.find}
            </button>
            {found && <Results found={found} form={form} />}
          </section>
          <section className="card form-card" aria-labelledby="chosen">
            <h2 id="chosen">{choose.chosen}</h2>
            {isChosen(form) ? <ChosenList chosen={chosen} /> : <p>{choose.nothingChosen}</p>}
            <div className="actions">
              <StepButton step="to" kind="primary">
                {choose.next}
              </StepButton>
            </div>
          </section>
        </div>
      </form>
    </StepFrame>
  );
}

/** From this many results on, there may be more than are listed, or too many to look through. */
const MANY_FOUND = 20;

function Results({ found: { owners, accounts, profiles }, form }: { found: SearchResult; form: TransferForm }) {
  const i18n = useI18n();
  const { choose, everythingOf } = i18n.words.transfers;
  const n = owners.length + accounts.length + profiles.length;
  return (
    <>
      <Live>
        <p className="detail">
          {n === 0 ? choose.noneFound : n < MANY_FOUND ? choose.found({ n }) : choose.manyFound({ n })}
        </p>
      </Live>
      <ul className="things">
        {owners.map((row) => (
          <Thing
            key={row.user.id}
            name={row.user.name}
            icon={null}
            lines={[
              shownAddress(row.user.email),
              everythingOf({
                owner: row.user.name,
                things: describeTransferred(i18n, row.accountCount, row.profileCount),
              }),
            ]}
          >
            {form.from !== row.user.id && <Add what={`owner:${row.user.id}`} name={row.user.name} />}
          </Thing>
        ))}
        {profiles.map((profile) => (
          <ProfileThing key={profile.id} profile={profile}>
            {!form.profiles.includes(profile.id) && <Add what={`profile:${profile.id}`} name={profile.name} />}
          </ProfileThing>
        ))}
        {accounts.map((account) => (
          <AccountThing key={account.id} account={account}>
            {!form.accounts.includes(account.id) && <Add what={`account:${account.id}`} name={account.name} />}
          </AccountThing>
        ))}
      </ul>
    </>
  );
}

function ChosenList({ chosen: { from, accounts, profiles } }: { chosen: ChosenItems }) {
  const i18n = useI18n();
  const { everythingOf } = i18n.words.transfers;
  return (
    <ul className="things">
      {from && (
        <Thing
          name={from.name}
          icon={null}
          lines={[everythingOf({ owner: from.name, things: describeTransferred(i18n, from.accounts, from.profiles) })]}
        >
          <RemoveButton what={`owner:${from.id}`} name={from.name} />
        </Thing>
      )}
      {profiles.map((profile) => (
        <ProfileThing key={profile.id} profile={profile}>
          <RemoveButton what={`profile:${profile.id}`} name={profile.name} />
        </ProfileThing>
      ))}
      {accounts.map((account) => (
        <AccountThing key={account.id} account={account}>
          <RemoveButton what={`account:${account.id}`} name={account.name} />
        </AccountThing>
      ))}
    </ul>
  );
}

const Add = ({ what, name }: { what: string; name: string }) => {
  const { choose } = useI18n().words.transfers;
  return <Pick field="add" what={what} label={choose.add} named={choose.addNamed({ name })} />;
};

const RemoveButton = ({ what, name }: { what: string; name: string }) => {
  const { choose } = useI18n().words.transfers;
  return <Pick field="remove" what={what} label={choose.remove} named={choose.removeNamed({ name })} />;
};

const Pick = ({
  field,
  what,
  label,
  named,
}: {
  field: string;
  what: string;
  label: string;
  named: string;
}): ReactNode => (
  <button type="submit" name={field} value={what} className="quiet" aria-label={named}>
    {label}
  </button>
);
