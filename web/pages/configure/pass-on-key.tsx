/** Passing on API keys to another administrator: one key, or all keys of someone who leaves. */
import type { ApiKey } from '../../../services/access/api-keys.js';
import type { PossibleResponsible } from '../../../services/access/responsible-for-keys.js';
import { shownAddress } from '../../../i18n/shown-address.js';
import type { FieldError } from '../../forms/field-errors.js';
import { problemOf, Problems, SelectField } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import { FreshSignIn } from '../../parts/fresh-sign-in.js';
import { HelpLink } from '../../parts/help-link.js';
import { useI18n } from '../../render/i18n.js';

export interface PassOnKeyPageProps {
  apiKey: ApiKey;
  /** Everyone who can be responsible for keys, the present person included. */
  administrators: readonly PossibleResponsible[];
  chosen: string;
  errors: readonly FieldError[];
}

export function PassOnKeyPage({ apiKey, administrators, chosen, errors }: PassOnKeyPageProps) {
  const { settings, forms } = useI18n().words;
  const { passOnPage } = settings.keys;
  const { name, hint, responsibleId } = apiKey;
  const person = administrators.find((one) => one.id === responsibleId)?.name;
  return (
    <Frame title={passOnPage.title({ name })} section="configure">
      <Problems errors={errors} labels={{ userId: passOnPage.to }} />
      <section className="card message asked">
        <h1>
          <bdi>{passOnPage.title({ name })}</bdi>
        </h1>
        <p>
          <bdi>{person === undefined ? passOnPage.nowArchive({ hint }) : passOnPage.now({ person, hint })}</bdi>
        </p>
        <p>{passOnPage.effect}</p>
        <PassOnForm
          action={`/configure/keys/${apiKey.id}/pass-on`}
          label={passOnPage.to}
          button={passOnPage.button}
          administrators={administrators.filter((one) => one.id !== responsibleId)}
          chosen={chosen}
          errors={errors}
        />
        <p>
          <HelpLink topic="apiKeys" />
        </p>
        <div className="actions">
          <a className="button quiet" href="/configure/keys">
            {forms.back}
          </a>
        </div>
      </section>
    </Frame>
  );
}

export interface PassOnFormProps {
  action: string;
  label: string;
  button: string;
  administrators: readonly PossibleResponsible[];
  /** Who was chosen before the form was refused. */
  chosen: string;
  errors: readonly FieldError[];
}

/** Chooses the next person. Without anyone to choose, it says what to do first. */
export function PassOnForm({ action, label, button, administrators, chosen, errors }: PassOnFormProps) {
  const { nobody, choose } = useI18n().words.settings.keys.passOnPage;
  if (administrators.length === 0) return <p>{nobody}</p>;
  return (
    <>
      <FreshSignIn before="passOnKey" />
      <form className="form" method="post" action={action}>
        <SelectField
          name="userId"
          label={label}
          problem={problemOf(errors, 'userId')}
          required
          value={chosen}
          // No one is chosen beforehand: a click too many would pass the key to whoever happens to be first.
          options={[
            { value: '', label: choose },
            ...administrators.map(({ id, name, email }) => ({ value: id, label: `${name} (${shownAddress(email)})` })),
          ]}
        />
        <div className="actions">
          <button type="submit" className="primary">
            {button}
          </button>
        </div>
      </form>
    </>
  );
}
