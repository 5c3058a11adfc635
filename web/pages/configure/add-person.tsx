/** Configure → add an Account Owner or an administrator. */
import type { FieldError } from '../../forms/field-errors.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { FreshSignIn } from '../../parts/fresh-sign-in.js';
import { Problems } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import { useI18n } from '../../render/i18n.js';
import type { PersonForm } from '../../forms/person-form.js';
import { PersonFields, usePersonLabels } from './person-fields.js';

export interface AddPersonPageProps {
  kind: 'owner' | 'administrator';
  form: PersonForm;
  errors: readonly FieldError[];
  current: string | null;
}

export function AddPersonPage({ kind, form, errors, current }: AddPersonPageProps) {
  const { people, forms } = useI18n().words;
  const { add, person } = people;
  const labels = usePersonLabels();
  const title = kind === 'owner' ? add.ownerTitle : add.administratorTitle;
  const place = kind === 'owner' ? 'owners' : 'administrators';
  return (
    <Frame title={title} section="configure">
      <div className="page-head">
        <h1>{title}</h1>
        {kind === 'owner' && <p className="lead">{add.linkRightAway}</p>}
      </div>
      <ConfigureNav place={place} />
      <Problems errors={errors} labels={labels} />
      <form
        className="form card form-card"
        method="post"
        action={`/configure/people/new?role=${kind === 'owner' ? 'account_owner' : 'administrator'}`}
      >
        <FreshSignIn before="addPerson" />
        <PersonFields
          form={form}
          errors={errors}
          current={current}
          isPrimary={false}
          ownerHint={kind === 'owner' ? person.ownerHint : add.linkRightAway}
        />
        <div className="actions">
          <button type="submit" className="primary">
            {add.save}
          </button>
          <a className="button quiet" href={`/configure/${place}`}>
            {forms.cancel}
          </a>
        </div>
      </form>
    </Frame>
  );
}
