/** The actions that need confirmation: handing over the primary role, renewing a link, removing a person. */
import type { NamedKey } from '../../../domain/refusal.js';
import type { FieldError } from '../../forms/field-errors.js';
import { refusalSentence } from '../../../i18n/refusals.js';
import { copyPersonalizedLink, sendPersonalizedLink } from '../../../services/people/personalized-link.js';
import { requestTransfer } from '../../../services/transfers/request.js';
import type { PersonDetail } from '../../../services/people/user-list.js';
import { passOnKeysOfPerson, type PossibleResponsible } from '../../../services/access/responsible-for-keys.js';
import { Problems } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import { Live } from '../../parts/live.js';
import { hiddenFields, type PersonForm } from '../../forms/person-form.js';
import { useI18n } from '../../render/i18n.js';
import { usePermitted } from '../../render/signed-in.js';
import { ConfirmPage } from './confirm.js';
import { LinkForm } from './connect-panel.js';
import { PassOnForm } from './pass-on-key.js';

export interface HandOverPageProps {
  form: PersonForm;
  current: string | null;
  action: string;
  cancel: string;
}

export function HandOverPage({ form, current, action, cancel }: HandOverPageProps) {
  const { handOver } = useI18n().words.people;
  const { name } = form;
  const lines = [
    current === null ? handOver.alone({ name }) : handOver.instead({ name, current }),
    handOver.afterward({ name }),
  ];
  return (
    <ConfirmPage title={handOver.title({ name })} lines={lines} freshFor="handOver" cancel={cancel}>
      <form method="post" action={action}>
        {hiddenFields(form).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
        <input type="hidden" name="confirmed" value="on" />
        <button type="submit" className="primary">
          {handOver.confirm}
        </button>
      </form>
    </ConfirmPage>
  );
}

export function RenewPage({ detail: { user } }: { detail: PersonDetail }) {
  const { renewPage, connect } = useI18n().words.people;
  const deliverable = user.emailState === 'ok';
  const permitted = usePermitted();
  return (
    <ConfirmPage
      title={renewPage.title(user)}
      lines={deliverable ? renewPage.lines : [...renewPage.lines, connect.cannotSend]}
      // The email doesn't need it, and whoever chooses to see the link is asked then.
      freshFor={!deliverable && permitted(copyPersonalizedLink) ? 'copyLink' : undefined}
      cancel={`/configure/people/${user.id}`}
    >
      {deliverable && permitted(sendPersonalizedLink) && (
        <LinkForm userId={user.id} delivery="email" renew>
          <button type="submit" className="primary">
            {renewPage.send}
          </button>
        </LinkForm>
      )}
      {permitted(copyPersonalizedLink) && (
        <LinkForm userId={user.id} delivery="copy" renew>
          <button type="submit" className={deliverable ? 'quiet' : 'primary'}>
            {renewPage.show}
          </button>
        </LinkForm>
      )}
    </ConfirmPage>
  );
}

export interface RemovePageProps {
  detail: PersonDetail;
  errors: readonly FieldError[];
  isSelf: boolean;
  /** The API keys that the person is responsible for, and who could be instead. */
  keys: readonly NamedKey[];
  administrators: readonly PossibleResponsible[];
  /** Whom to pass the keys on to, as chosen before the form was refused. */
  chosen: string;
  done: string | null;
}

/** If a person can't be removed, the page says why and what to do instead, before showing any button. */
export function RemovePage({ detail, errors, isSelf, keys, administrators, chosen, done }: RemovePageProps) {
  const { locale, words } = useI18n();
  const { people, forms, transfers } = words;
  const mayTransfer = usePermitted()(requestTransfer);
  const { removal } = people;
  const { user, accountCount, profileCount } = detail;
  const page = `/configure/people/${user.id}`;
  const owns = accountCount + profileCount > 0;
  if (owns || user.adminRole === 'primary_administrator') {
    const params = { accountCount, parentProfileCount: profileCount };
    const why = owns
      ? [refusalSentence(locale, { code: 'owner_has_accounts', params }), removal.wayOut]
      : [removal.primary(user)];
    return (
      <Frame title={removal.refusedTitle(user)} section="configure">
        <section className="card message alert-card asked" role="alert">
          <h1>
            <bdi>{removal.refusedTitle(user)}</bdi>
          </h1>
          {why.map((line) => (
            <p key={line}>{line}</p>
          ))}
          <div className="actions">
            {owns && (
              <>
                {mayTransfer && (
                  <a className="button primary" href={`/transfers/new?from=${user.id}&step=to`}>
                    {transfers.offer.everything}
                  </a>
                )}
                <a className="button quiet" href={`/owners/${user.id}`}>
                  {removal.see}
                </a>
              </>
            )}
            <a className="button quiet" href={page}>
              {forms.back}
            </a>
          </div>
        </section>
      </Frame>
    );
  }
  if (keys.length > 0) return <KeysBeforeRemoval {...{ user, keys, administrators, chosen, errors }} />;
  const lines = [
    removal.consequence(user),
    ...(user.isAccountOwner ? [removal.ofOwner] : []),
    ...(isSelf ? [removal.self] : []),
  ];
  return (
    <ConfirmPage
      title={removal.title(user)}
      lines={lines}
      errors={errors}
      done={done}
      freshFor="removePerson"
      cancel={page}
    >
      <form method="post" action={`${page}/remove`}>
        <button type="submit" className="primary danger">
          {removal.confirm}
        </button>
      </form>
    </ConfirmPage>
  );
}

/** A person who leaves must not silence capture: their keys are passed on first. */
function KeysBeforeRemoval({
  user,
  keys,
  administrators,
  chosen,
  errors,
}: Pick<RemovePageProps, 'keys' | 'administrators' | 'chosen' | 'errors'> & Pick<PersonDetail, 'user'>) {
  const { locale, words } = useI18n();
  const { people, forms, settings } = words;
  const { removal } = people;
  const page = `/configure/people/${user.id}`;
  const params = { apiKeyIds: keys.map(({ id }) => id), apiKeys: keys };
  const mayPassOn = usePermitted()(passOnKeysOfPerson);
  return (
    <Frame title={removal.refusedTitle(user)} section="configure">
      <Problems errors={errors} labels={{ userId: removal.keysTo }} />
      <section className="card message alert-card asked" role="alert">
        <h1>
          <bdi>{removal.refusedTitle(user)}</bdi>
        </h1>
        <p>{refusalSentence(locale, { code: 'has_api_keys', params })}</p>
        <p>{removal.keysWayOut}</p>
        <ul>
          {keys.map(({ id, name, hint }) => (
            <li key={id}>
              <bdi>{name}</bdi> <span className="detail">{settings.keys.endsIn({ hint })}</span>
            </li>
          ))}
        </ul>
        {mayPassOn && (
          <PassOnForm
            action={`${page}/pass-on-keys`}
            label={removal.keysTo}
            button={removal.passOn}
            administrators={administrators.filter(({ id }) => id !== user.id)}
            chosen={chosen}
            errors={errors}
          />
        )}
        <div className="actions">
          <a className="button quiet" href="/configure/keys">
            {removal.keys}
          </a>
          <a className="button quiet" href={page}>
            {forms.back}
          </a>
        </div>
      </section>
    </Frame>
  );
}

export interface CopiedLinkPageProps {
  name: string;
  url: string;
  until: string;
  back: string;
}

/**
 * For browsers without a script or clipboard access: shows the link itself, to be copied by hand. The page never has a
 * URL of its own.
 */
export function CopiedLinkPage({ name, url, until, back }: CopiedLinkPageProps) {
  const { copiedPage, connect } = useI18n().words.people;
  return (
    <Frame title={copiedPage.title({ name })} section="configure" scripts={['copy.js']}>
      <section className="card message asked">
        <h1>
          <bdi>{copiedPage.title({ name })}</bdi>
        </h1>
        <div className="form">
          <div className="field">
            <label htmlFor="link">{copiedPage.field}</label>
            <p className="detail" id="link-how">
              {copiedPage.how}
            </p>
            <input id="link" type="text" readOnly value={url} aria-describedby="link-how" />
          </div>
        </div>
        <p>
          <bdi>{copiedPage.careful({ name, day: until })}</bdi>
        </p>
        <Live id="copied" />
        <div className="actions">
          <button
            type="button"
            className="primary"
            data-copy-field="link"
            data-done={connect.copied({ name, day: until })}
            hidden
          >
            {connect.copy}
          </button>
          <a className="button quiet" href={back}>
            {copiedPage.back}
          </a>
        </div>
      </section>
    </Frame>
  );
}
