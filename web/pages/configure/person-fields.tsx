/** The form fields for a person: who they are, what they can do, and which emails they get. */
import { shownAddress } from '../../../i18n/shown-address.js';
import type { FieldError } from '../../forms/field-errors.js';
import { ADMIN_ROLES } from '../../../domain/recipients.js';
import { problemOf, TextField, Checkbox, type FieldLabels } from '../../parts/form.js';
import { useI18n } from '../../render/i18n.js';
import type { PersonForm } from '../../forms/person-form.js';

export function usePersonLabels(): FieldLabels {
  const { name, email, roles } = useI18n().words.people.person;
  return { name, email, roles };
}

export interface PersonFieldsProps {
  form: PersonForm;
  errors: readonly FieldError[];
  /** The Primary Administrator's name. */
  current: string | null;
  /** Whether this person is the Primary Administrator. The role is then handed over on another person's page. */
  isPrimary: boolean;
  emailHint?: string;
  ownerHint: string;
}

export function PersonFields({ form, errors, current, isPrimary, emailHint, ownerHint }: PersonFieldsProps) {
  const { people, roles } = useI18n().words;
  const { person } = people;
  return (
    <>
      <TextField
        name="name"
        label={person.name}
        value={form.name}
        problem={problemOf(errors, 'name')}
        required
        maxLength={200}
        dir="auto"
        autoComplete="off"
      />
      <TextField
        name="email"
        type="email"
        label={person.email}
        value={shownAddress(form.email)}
        hint={emailHint}
        problem={problemOf(errors, 'email')}
        required
        maxLength={254}
        autoComplete="off"
      />
      <fieldset>
        <legend>{person.roles}</legend>
        {problemOf(errors, 'roles') && <p className="problem">{problemOf(errors, 'roles')}</p>}
        <Checkbox name="owner" label={roles.account_owner} checked={form.owner} hint={ownerHint} />
      </fieldset>
      <AdministratorRole form={form} current={current} isPrimary={isPrimary} />
      <fieldset>
        <legend>{person.access}</legend>
        {(['connect_only', 'invite'] as const).map((access) => (
          <Checkbox
            key={access}
            type="radio"
            name="access"
            value={access}
            label={people.access[access].label}
            hint={people.access[access].hint}
            checked={form.access === access}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>{person.subscriptions}</legend>
        <Checkbox name="immediate" label={person.immediate} hint={person.immediateHint} checked={form.immediate} />
        <Checkbox name="weekly" label={person.weekly} hint={person.weeklyHint} checked={form.weekly} />
      </fieldset>
    </>
  );
}

function AdministratorRole({ form, current, isPrimary }: Pick<PersonFieldsProps, 'form' | 'current' | 'isPrimary'>) {
  const { people, roles } = useI18n().words;
  const { person, administrators } = people;
  if (isPrimary) {
    return (
      <fieldset>
        <legend>{person.administrator}</legend>
        <input type="hidden" name="adminRole" value="primary_administrator" />
        <p>{person.isPrimary}</p>
      </fieldset>
    );
  }
  const hints = {
    ...administrators.rightsOf,
    ...(current !== null && { primary_administrator: person.primaryHint({ current }) }),
  };
  return (
    <fieldset>
      <legend>{person.administrator}</legend>
      <Checkbox type="radio" name="adminRole" value="" label={person.none} checked={form.adminRole === ''} />
      {ADMIN_ROLES.toReversed().map((role) => (
        <Checkbox
          key={role}
          type="radio"
          name="adminRole"
          value={role}
          label={roles[role]}
          hint={hints[role]}
          checked={form.adminRole === role}
        />
      ))}
    </fieldset>
  );
}
