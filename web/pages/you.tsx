/** A person's own settings: language, time zone, notifications, and where they are signed in. */
import { shownAddress } from '../../i18n/shown-address.js';
import type { FieldError } from '../forms/field-errors.js';
import { passOnApiKey } from '../../services/access/responsible-for-keys.js';
import { endOtherSessions, endOwnSession, type SessionRow } from '../../services/access/sessions.js';
import { changePreferences } from '../../services/people/preferences.js';
import type { NamedKey } from '../../domain/refusal.js';
import { LOCALES } from '../../domain/locales.js';
import { rolesOf } from '../../domain/roles.js';
import { type SignedInPerson, usePermitted } from '../render/signed-in.js';
import { AddressText } from '../parts/breakable-text.js';
import { DoneNotice, problemOf, Problems, SelectField, Checkbox } from '../parts/form.js';
import { Frame } from '../parts/frame.js';
import { HelpLink } from '../parts/help-link.js';
import { browserName } from '../render/browser-name.js';
import { useI18n } from '../render/i18n.js';
import { timeZoneOptions } from '../parts/time-zones.js';
import { messagesIn } from '../../i18n/index.js';

export interface YouPageProps {
  person: SignedInPerson;
  sessions: readonly SessionRow[];
  /** The API keys that the person is responsible for. */
  keys: readonly NamedKey[];
  done: string | null;
  errors: readonly FieldError[];
}

export function YouPage({ person, sessions, keys, done, errors }: YouPageProps) {
  const { words, list } = useI18n();
  const { you, roles, nav } = words;
  const permitted = usePermitted();
  const { user } = person.session;
  return (
    <Frame title={you.title} section="you" scripts={['time-zones.js']}>
      <div className="page-head">
        <h1>{you.title}</h1>
        <p className="lead">
          <bdi>{user.name}</bdi> · <AddressText address={shownAddress(user.email)} /> ·{' '}
          {list(rolesOf(user).map((role) => roles[role]))}
        </p>
        {user.adminRole && (
          <p>
            <HelpLink topic="preferences" /> · <HelpLink topic="security" />
          </p>
        )}
      </div>
      <div className="stack">
        <DoneNotice text={done} />
        <Problems errors={errors} labels={{ timeZone: you.timeZone }} />
        {permitted(changePreferences) && <Preferences person={person} errors={errors} />}
        {keys.length > 0 && <Keys keys={keys} />}
        <Sessions sessions={sessions} current={person.session.id} timeZone={person.timeZone} />
        <form method="post" action="/sign-out" className="form">
          <div className="actions">
            <button type="submit" className="quiet">
              {nav.signOut}
            </button>
          </div>
        </form>
      </div>
    </Frame>
  );
}

function Preferences({ person, errors }: Pick<YouPageProps, 'person' | 'errors'>) {
  const { you, forms, preferences } = useI18n().words;
  const { user } = person.session;
  return (
    <section className="card message" aria-labelledby="preferences">
      <h2 id="preferences">{you.heading}</h2>
      <form method="post" action="/you" className="form">
        <SelectField
          name="locale"
          label={you.language}
          hint={you.languageHint}
          value={user.locale ?? ''}
          options={[
            { value: '', label: you.languageNotChosen },
            ...LOCALES.map((locale) => ({ value: locale, label: messagesIn(locale).common.languageName })),
          ]}
        />
        <SelectField
          name="timeZone"
          label={you.timeZone}
          problem={problemOf(errors, 'timeZone')}
          value={user.timeZone ?? ''}
          options={[
            { value: '', label: you.timeZoneOfArchive({ zone: person.archive.timeZone }) },
            ...timeZoneOptions(...(user.timeZone ? [user.timeZone] : []), person.archive.timeZone),
          ]}
          timeZones
        />
        {user.adminRole === 'primary_administrator' && <p>{preferences.immediatePrimary}</p>}
        {user.adminRole === 'full_access_administrator' && (
          <Checkbox
            name="immediate"
            label={preferences.immediate}
            hint={preferences.immediateHint}
            checked={user.immediateErrorNotifications}
          />
        )}
        {user.adminRole && (
          <Checkbox
            name="weekly"
            label={preferences.weekly}
            hint={preferences.weeklyHint}
            checked={user.weeklyErrorSummary}
          />
        )}
        {user.isAccountOwner && <p className="detail">{preferences.ownerEmails}</p>}
        <div className="actions">
          <button type="submit" className="primary">
            {forms.save}
          </button>
        </div>
      </form>
    </section>
  );
}

/** Someone who leaves sees here what to pass on, before anyone tries to remove them. */
function Keys({ keys: rows }: Pick<YouPageProps, 'keys'>) {
  const { you, settings } = useI18n().words;
  const { keys } = settings;
  const permitted = usePermitted();
  return (
    <section className="card message" aria-labelledby="keys">
      <h2 id="keys">{you.keys}</h2>
      <p>{you.keysLead}</p>
      <ul className="row-list">
        {rows.map(({ id, name, hint }) => (
          <li key={id}>
            <p>
              <strong>
                <bdi>{name}</bdi>
              </strong>
              <span className="detail block">{keys.endsIn({ hint })}</span>
            </p>
            {permitted(passOnApiKey) && (
              <a
                className="button quiet"
                href={`/configure/keys/${id}/pass-on`}
                aria-label={keys.passOnNamed({ name, hint })}
              >
                {keys.passOn}
              </a>
            )}
          </li>
        ))}
      </ul>
      <p>
        <HelpLink topic="apiKeys" />
      </p>
    </section>
  );
}

function Sessions({
  sessions,
  current,
  timeZone,
}: {
  sessions: readonly SessionRow[];
  current: string;
  timeZone: string;
}) {
  const { words, moment: momentIn } = useI18n();
  const permitted = usePermitted();
  const { you } = words;
  const moment = (at: Date) => momentIn(at, timeZone);
  const thisOneFirst = sessions.toSorted((a, b) => Number(b.id === current) - Number(a.id === current));
  return (
    <section className="card message" aria-labelledby="sessions">
      <h2 id="sessions">{you.sessions}</h2>
      <p>{you.sessionsLead}</p>
      <ul className="row-list">
        {thisOneFirst.map(({ id, kind, userAgent, createdAt, lastUsedAt, expiresAt }) => (
          <li key={id}>
            <p>
              <strong>{id === current ? you.thisOne : browserName(userAgent, you)}</strong>
              <span className="detail block">
                {(kind === 'link' ? you.openedWithLink : you.signedIn)({
                  since: moment(createdAt),
                  used: moment(lastUsedAt),
                  until: moment(expiresAt),
                })}
              </span>
            </p>
            {id !== current && permitted(endOwnSession) && (
              <form method="post" action="/you/sessions/end">
                <button type="submit" name="id" value={id} className="quiet">
                  {you.signOutThere}
                </button>
              </form>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && permitted(endOtherSessions) && (
        <form method="post" action="/you/sessions/end">
          <button type="submit" name="id" value="all" className="quiet">
            {you.signOutElsewhere}
          </button>
        </form>
      )}
    </section>
  );
}
