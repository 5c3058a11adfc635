/** Step 2: the new owner. An Account Owner of the archive, or a person who is added in the same step. */
import { SEARCH_LENGTH } from '../../forms/forms.js';
import type { FieldError } from '../../forms/field-errors.js';
import { MAX_OWNERS, type PossibleOwners } from '../../../services/transfers/choose.js';
import { problemOf, Problems, TextField, Checkbox } from '../../parts/form.js';
import { useI18n } from '../../render/i18n.js';
import { SOMEONE_NEW, type TransferForm } from '../../forms/transfer-form.js';
import { Hidden, NEW, StepButton, StepFrame } from './parts.js';
import { shownAddress } from '../../../i18n/shown-address.js';

export interface ToPageProps extends PossibleOwners {
  /** What moves, in a sentence. */
  what: string;
  form: TransferForm;
  errors: readonly FieldError[];
}

/** How many of those who are left out are named. */
const MAX_NAMED = 10;

export function ToPage({ form, what, owners, leftOut, errors }: ToPageProps) {
  const { words, list } = useI18n();
  const { to, steps } = words.transfers;
  // When everything a person has moves, no accounts of a Parent Profile stay behind.
  const choosesProfiles = form.from === '' && form.profiles.length > 0;
  return (
    <StepFrame step="to" heading={to.heading}>
      <p className="lead">
        <bdi>{what}</bdi>
      </p>
      <Problems errors={errors} labels={{ 'toOwner.name': to.name, 'toOwner.email': to.email }} />
      <form method="post" action={NEW} className="transfer">
        <Hidden
          form={form}
          except={['to', 'name', 'email', 'notify', ...(choosesProfiles ? (['withManaged'] as const) : [])]}
        />
        <div className="card form-card">
          <TextField
            name="toq"
            type="search"
            label={to.search}
            value={form.ownerSearch}
            maxLength={SEARCH_LENGTH}
            dir="auto"
          />
          <button type="submit" name="step" value="to" className="quiet" formNoValidate>
            {to.find}
          </button>
          <fieldset className="owners">
            <legend>{to.pick}</legend>
            {owners.map(({ user }) => (
              <Checkbox
                key={user.id}
                type="radio"
                name="to"
                value={user.id}
                checked={form.to === user.id}
                label={<bdi>{user.name}</bdi>}
                hint={shownAddress(user.email)}
              />
            ))}
            {(owners.length === 0 || owners.length >= MAX_OWNERS) && (
              <p className="detail">{owners.length === 0 ? to.noneFound : to.manyFound}</p>
            )}
            {leftOut.length > 0 && (
              <p className="detail">
                <bdi>
                  {to.leftOut({
                    n: leftOut.length,
                    owners: list(
                      leftOut.map(({ name }) => name),
                      MAX_NAMED,
                    ),
                  })}
                </bdi>
              </p>
            )}
            <Checkbox
              type="radio"
              name="to"
              value={SOMEONE_NEW}
              checked={form.to === '' && form.email !== ''}
              label={to.someoneNew}
              hint={to.someoneNewNote}
            />
            <div className="someone-new">
              <TextField
                name="name"
                label={to.name}
                value={form.name}
                maxLength={200}
                problem={problemOf(errors, 'toOwner.name')}
              />
              <TextField
                name="email"
                type="email"
                label={to.email}
                value={form.email}
                maxLength={254}
                problem={problemOf(errors, 'toOwner.email')}
              />
            </div>
          </fieldset>
          {choosesProfiles && (
            <Checkbox name="withManaged" checked={form.withManaged} label={to.withManaged} hint={to.withManagedHint} />
          )}
          <Checkbox name="notify" checked={form.notify} label={to.notify} hint={to.notifyHint} />
          <div className="actions">
            <StepButton step="review" kind="primary">
              {to.next}
            </StepButton>
            <StepButton step="choose" kind="quiet">
              {steps.back}
            </StepButton>
          </div>
        </div>
      </form>
    </StepFrame>
  );
}
