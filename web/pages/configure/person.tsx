/** One person in the archive: their link, what they can do, and how to remove them. */
import type { ReactNode } from 'react';
import type { FieldError } from '../../forms/field-errors.js';
import { inviteUser } from '../../../services/people/invite.js';
import { removeUser } from '../../../services/people/manage.js';
import { unlinkOrganization } from '../../../services/people/unlink-organization.js';
import { requestTransfer } from '../../../services/transfers/request.js';
import type { PersonDetail } from '../../../services/people/user-list.js';
import { maySignIn, rolesOf } from '../../../domain/roles.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { FreshSignIn } from '../../parts/fresh-sign-in.js';
import { DoneNotice, Problems } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import { useI18n } from '../../render/i18n.js';
import { usePermitted } from '../../render/signed-in.js';
import { SEEN, seenValue, type PersonForm } from '../../forms/person-form.js';
import { ConnectPanel, type LinkLife } from './connect-panel.js';
import { Delivery } from './delivery.js';
import { PersonFields, usePersonLabels } from './person-fields.js';
import { shownAddress } from '../../../i18n/shown-address.js';

export interface PersonPageProps {
  detail: PersonDetail;
  form: PersonForm;
  errors: readonly FieldError[];
  /** What the person wanted to do other than save. */
  toDo?: 'continue';
  links: LinkLife;
  /** The Primary Administrator's name. */
  current: string | null;
  signInUrl: string;
  isSelf: boolean;
  done: string | null;
}

export function PersonPage(props: PersonPageProps) {
  const { detail, errors, toDo, links, signInUrl, done } = props;
  const { words } = useI18n();
  const permitted = usePermitted();
  const { people, transfers, roles } = words;
  const labels = usePersonLabels();
  const { user } = detail;
  return (
    <Frame title={user.name} section="configure" scripts={['copy.js', 'fresh-sign-in.js']}>
      <DoneNotice text={done} />
      <div className="page-head">
        <h1>
          <bdi>{user.name}</bdi>
        </h1>
        <p className="lead">
          {rolesOf(user)
            .map((role) => roles[role])
            .join(' · ')}
          {user.isAccountOwner && (
            <>
              {' · '}
              <Ownership detail={detail} />
            </>
          )}
        </p>
      </div>
      <ConfigureNav place={user.isAccountOwner ? 'owners' : 'administrators'} />
      <div className="stack">
        <Problems errors={errors} labels={labels} toDo={toDo} hasTyped={toDo === undefined} />
        <Delivery detail={detail} links={links} />
        {user.isAccountOwner && (
          <Section id="connect" title={people.connect.open}>
            <ConnectPanel row={detail} links={links} />
          </Section>
        )}
        <Section id="details" title={people.person.details}>
          {maySignIn(user) && <SignInSection detail={detail} signInUrl={signInUrl} />}
          <Details {...props} />
        </Section>
        {detail.accountCount + detail.profileCount > 0 && permitted(requestTransfer) && (
          <p>
            <a className="button quiet" href={`/transfers/new?from=${user.id}&step=to`}>
              {transfers.offer.owner}
            </a>
          </p>
        )}
        {permitted(removeUser) && (
          <p>
            <a className="button quiet danger" href={`/configure/people/${user.id}/remove`}>
              {people.person.remove}
            </a>
          </p>
        )}
      </div>
    </Frame>
  );
}

function Section({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section className="card form-card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}

function Ownership({ detail: { user, accountCount, disconnectedCount } }: { detail: PersonDetail }) {
  const { people } = useI18n().words;
  if (accountCount === 0) return people.person.ownsNone;
  return (
    <>
      <a href={`/owners/${user.id}`}>{people.person.owns({ n: accountCount })}</a>
      {disconnectedCount > 0 && (
        <>
          {' '}
          <span className="status disconnected">{people.owners.disconnected({ n: disconnectedCount })}</span>
        </>
      )}
    </>
  );
}

function SignInSection({ detail, signInUrl }: Pick<PersonPageProps, 'signInUrl' | 'detail'>) {
  const { user, isLinkedToOrganization } = detail;
  const { person } = useI18n().words.people;
  const permitted = usePermitted();
  return (
    <>
      <p className="detail">{person.signsIn({ url: signInUrl, email: shownAddress(user.email) })}</p>
      {user.emailState === 'ok' && permitted(inviteUser) && (
        <form method="post" action={`/configure/people/${user.id}/invitation`}>
          <button type="submit" className="quiet">
            {person.inviteAgain}
          </button>
        </form>
      )}
      {isLinkedToOrganization && permitted(unlinkOrganization) && (
        <form method="post" action={`/configure/people/${user.id}/organization-unlink`}>
          <p className="detail">{person.linked}</p>
          <button type="submit" className="quiet">
            {person.unlink}
          </button>
        </form>
      )}
    </>
  );
}

function Details({ detail, form, errors, current, isSelf }: PersonPageProps) {
  const { people, forms } = useI18n().words;
  const { person } = people;
  const { user } = detail;
  const owns = detail.accountCount + detail.profileCount > 0;
  return (
    <form className="form" method="post" action={`/configure/people/${user.id}`}>
      <input type="hidden" name={SEEN} value={seenValue(user)} />
      {isSelf && user.adminRole !== 'primary_administrator' && <p className="detail">{person.self}</p>}
      <FreshSignIn before="changePerson" />
      <PersonFields
        form={form}
        errors={errors}
        current={current}
        isPrimary={user.adminRole === 'primary_administrator'}
        emailHint={user.isAccountOwner ? person.newAddress : undefined}
        ownerHint={owns ? person.ownerStays : person.ownerHint}
      />
      <div className="actions">
        <button type="submit" className="primary">
          {forms.save}
        </button>
      </div>
    </form>
  );
}
