/** An administrator's own notification settings, opened through the link in a weekly summary without signing in. */
import type { User } from '../../services/people/users.js';
import { DoneNotice, Checkbox } from '../parts/form.js';
import { Frame, type FrameProps } from '../parts/frame.js';
import { useI18n } from '../render/i18n.js';

type ArchiveNames = NonNullable<FrameProps['archive']>;

/**
 * The shell that the link opens. It changes nothing until the script posts the token after the #, because mail scanners
 * open it too.
 */
export function PreferencesShell() {
  const { preferences } = useI18n().words;
  const { noScript, unknown } = preferences;
  return (
    <Frame title={preferences.title} scripts={['preferences.js']} narrow>
      <noscript>
        <section className="card message alert-card">
          <h1>{noScript.title}</h1>
          {noScript.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </section>
      </noscript>
      <form method="post" action="/preferences" id="open" hidden>
        <input type="hidden" name="token" />
        <section className="card message">
          <h1 className="opening">
            <span className="spinner" aria-hidden="true" />
            {preferences.opening}
          </h1>
        </section>
      </form>
      <section className="card message alert-card" id="unknown" hidden>
        <h1>{unknown.title}</h1>
        {unknown.lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </section>
    </Frame>
  );
}

export interface PreferencesPageProps {
  user: User;
  archive: ArchiveNames;
  token: string;
  saved: boolean;
}

export function PreferencesPage({ user, archive, token, saved }: PreferencesPageProps) {
  const { preferences, forms } = useI18n().words;
  return (
    <Frame title={preferences.title} archive={archive} narrow>
      <DoneNotice text={saved ? preferences.saved : null} />
      <section className="card message">
        <h1>{preferences.title}</h1>
        <p>
          <bdi>{preferences.lead({ name: user.name, archive: archive.archiveName })}</bdi>
        </p>
        <form method="post" action="/preferences" className="form">
          <input type="hidden" name="token" value={token} />
          <Checkbox
            name="weekly"
            label={preferences.weekly}
            hint={preferences.weeklyHint}
            checked={user.weeklyErrorSummary}
          />
          {user.adminRole === 'full_access_administrator' && (
            <Checkbox
              name="immediate"
              label={preferences.immediate}
              hint={preferences.immediateHint}
              checked={user.immediateErrorNotifications}
            />
          )}
          {user.adminRole === 'primary_administrator' && <p>{preferences.immediatePrimary}</p>}
          {user.adminRole === 'read_only_administrator' && <p>{preferences.immediateReadOnly}</p>}
          <p className="detail">{user.isAccountOwner ? preferences.ownerEmails : preferences.ownersAlways}</p>
          <div className="actions">
            <button type="submit" className="primary" name="save" value="yes">
              {forms.save}
            </button>
          </div>
        </form>
      </section>
    </Frame>
  );
}

/** The page that opens when a mail program follows its "unsubscribe" link instead of posting to it. */
export function StopPage({ archive, token }: { archive: ArchiveNames; token: string }) {
  const { stop } = useI18n().words.preferences;
  return (
    <Frame title={stop.title} archive={archive} narrow>
      <section className="card message">
        <h1>{stop.title}</h1>
        <p>
          <bdi>{stop.line({ archive: archive.archiveName })}</bdi>
        </p>
        <form method="post" action={`/preferences/unsubscribe?token=${encodeURIComponent(token)}`}>
          <div className="actions">
            <button type="submit" className="primary">
              {stop.button}
            </button>
          </div>
        </form>
      </section>
    </Frame>
  );
}
