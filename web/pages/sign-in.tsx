/** The sign-in pages. */
import type { SessionOver } from '../../services/access/sessions.js';
import type { SignInUser } from '../../services/access/sign-in.js';
import type { FieldError } from '../forms/field-errors.js';
import { shownAddress } from '../../i18n/shown-address.js';
import { AddressText } from '../parts/breakable-text.js';
import { Frame } from '../parts/frame.js';
import { OtherPerson, type TwoHolders } from '../parts/other-person.js';
import { problemOf, Problems, TextField } from '../parts/form.js';
import { Live } from '../parts/live.js';
import { LocalInbox } from '../parts/local-inbox.js';
import { useI18n } from '../render/i18n.js';

export interface SignInPageProps {
  oidc: boolean;
  /** Why the session of this browser is over. */
  over: SessionOver | null;
  /** Whether signing in leads back to where the person was. */
  leadsBack: boolean;
  /** Whether the session was over when the person saved something. */
  unsaved: boolean;
  typed?: string;
  errors?: readonly FieldError[];
  inbox: string | null;
}

export function SignInPage({ oidc, over, leadsBack, unsaved, inbox, typed, errors = [] }: SignInPageProps) {
  const { signIn } = useI18n().words;
  const { title, lead } = signIn;
  return (
    <Frame title={title} narrow hasFoot>
      <Problems errors={errors} labels={{ email: signIn.email }} />
      <section className="card message">
        <h1>{title}</h1>
        {(over || unsaved) && (
          <div className="note">
            <p>
              {over && signIn.over[over.why]} {unsaved && signIn.over[over ? 'unsaved' : 'notSignedIn']}{' '}
              {leadsBack && signIn.over[unsaved ? 'backThere' : 'back']}
            </p>
          </div>
        )}
        <p>{lead}</p>
        <form method="post" action={unsaved ? '/sign-in?unsaved' : '/sign-in'} className="form">
          <TextField
            name="email"
            type="email"
            label={signIn.email}
            value={typed}
            problem={problemOf(errors, 'email')}
            autoComplete="email"
            required
            maxLength={254}
          />
          <div className="actions">
            <button type="submit" className="primary">
              {signIn.send}
            </button>
          </div>
        </form>
        {oidc && (
          <>
            <p className="detail">{signIn.or}</p>
            <div className="actions">
              <a href="/sign-in/oidc" className="button quiet">
                {signIn.oidc}
              </a>
            </div>
          </>
        )}
        <LocalInbox url={inbox} />
      </section>
      <p className="lead centered">{signIn.noLogin}</p>
    </Frame>
  );
}

/**
 * After a link was asked for. The same for every address.
 * @param props.email what the person typed
 * @param props.next where the page goes on when the person has signed in in another tab
 * @param props.again whether the person was signed in already
 */
export function SentPage({ email, next, again }: { email: string; next: string; again: boolean }) {
  const { signIn } = useI18n().words;
  const { sent, sameBrowser } = signIn;
  return (
    <Frame title={sent.title} scripts={['sign-in-sent.js']} narrow>
      <section id="sent" className="card message calm-card" data-next={next} data-asks={again ? 'again' : undefined}>
        <h1>{sent.title}</h1>
        <dl className="facts">
          <div>
            <dt>{signIn.email}</dt>
            <dd>
              <AddressText address={shownAddress(email)} />
            </dd>
          </div>
        </dl>
        <p>{sent.line}</p>
        <p>
          <strong>{sameBrowser}</strong> {sent.goesOn}
        </p>
        <p>{sent.noEmail}</p>
        <p>
          {sent.wrong} <a href={again ? '/sign-in?again' : '/sign-in'}>{sent.askAgain}</a>
        </p>
      </section>
    </Frame>
  );
}

/** What the question "Is this you?" names. */
const FACTS = ['person', 'email', 'archive', 'when', 'browser'] as const;

/**
 * The page that a link opens. The secret is after the #, where the server doesn't see it until the script posts it.
 * Opening the page changes nothing, because mail scanners open links too.
 * @param props.atOnce whether to sign in without asking, because the person has just come from the archive's own login
 * with a click
 */
export function OpenPage({ action, atOnce }: { action: string; atOnce: boolean }) {
  const { signIn, trouble } = useI18n().words;
  const { title: tooOften, line } = trouble.tooOften;
  const refused = { often: { title: tooOften, lines: [line({ minutes: 1 })] }, trouble: signIn.trouble };
  return (
    <Frame title={signIn.title} scripts={['other-person.js', 'tell-tabs.js', 'sign-in.js']} narrow>
      <noscript>
        <section className="card message alert-card">
          <h1>{signIn.noScript.title}</h1>
          {signIn.noScript.lines.map((line) => (
            <p key={line}>{line}</p>
          ))}
        </section>
      </noscript>
      <div id="sign-in" data-action={action} data-at-once={atOnce ? 'yes' : 'no'}>
        <section className="card message" data-state="confirm" hidden>
          <h1>{signIn.confirm.title}</h1>
          <p>{signIn.confirm.line}</p>
          <div className="actions">
            <button type="button" className="primary" data-open="">
              {signIn.confirm.button}
            </button>
          </div>
        </section>
        <section className="card message" data-state="other" hidden>
          <OtherPerson />
        </section>
        <section className="card message" data-state="elsewhere" hidden>
          <h1 tabIndex={-1}>{signIn.elsewhere.title}</h1>
          <p data-if="when">{signIn.elsewhere.asked}</p>
          <p data-if-not="when">{signIn.elsewhere.invited}</p>
          <dl className="facts">
            {FACTS.map((fact) => (
              <div key={fact} data-if={fact}>
                <dt>{fact === 'email' ? signIn.email : signIn.elsewhere[fact]}</dt>
                <dd>
                  <bdi data-fact={fact} />
                </dd>
              </div>
            ))}
          </dl>
          <p data-if="when">{signIn.elsewhere.warning}</p>
          <p data-if="onlyFor">
            <bdi data-fact="onlyFor" />
          </p>
          <p data-if="current">
            <bdi data-fact="current" />
          </p>
          <div className="actions">
            <button type="button" className="primary" data-confirm="" data-fact="goOn">
              {signIn.confirm.button}
            </button>
            <a href="/" className="button quiet" data-fact="stay" data-stay="">
              {signIn.elsewhere.stay}
            </a>
          </div>
        </section>
        <section className="card message" data-state="busy" hidden>
          <Live>
            <p className="opening">
              <span className="spinner" aria-hidden="true" />
              {signIn.confirm.busy}
            </p>
          </Live>
        </section>
        {(['often', 'trouble'] as const).map((state) => (
          <section key={state} className="card message alert-card" data-state={state} role="alert" hidden>
            <h1 tabIndex={-1}>{refused[state].title}</h1>
            {refused[state].lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
            <div className="actions">
              <button type="button" className="primary" data-again="">
                {trouble.again}
              </button>
            </div>
          </section>
        ))}
        {(['dead', 'cut'] as const).map((state) => (
          <section key={state} className="card message alert-card" data-state={state} role="alert" hidden>
            <h1 tabIndex={-1}>{signIn[state].title}</h1>
            {signIn[state].lines.map((line) => (
              <p key={line}>{line}</p>
            ))}
            <div className="actions">
              <a href="/sign-in" className="button primary">
                {signIn.dead.again}
              </a>
            </div>
          </section>
        ))}
      </div>
    </Frame>
  );
}

/** The organization signed in someone else than the browser's session belongs to. */
export function OtherPersonPage({ holders, choice }: { holders: TwoHolders; choice: string }) {
  const { signIn } = useI18n().words;
  return (
    <Frame title={signIn.other.title} narrow>
      <section className="card message">
        <form method="post" action="/sign-in/choose" className="form">
          <input type="hidden" name="archiveId" value={holders.next.archiveId} />
          <input type="hidden" name="choice" value={choice} />
          <input type="hidden" name="confirmed" value={holders.question} />
          <OtherPerson holders={holders} />
        </form>
      </section>
    </Frame>
  );
}

interface Choice {
  candidates: readonly SignInUser[];
  /** Whom the page offers the archives to. */
  choice: string;
}

export function ChooseArchivePage({ candidates, choice }: Choice) {
  const { signIn } = useI18n().words;
  return (
    <Frame title={signIn.choose.title} narrow>
      <section className="card message">
        <h1>{signIn.choose.title}</h1>
        <p>{signIn.choose.lead}</p>
        <form method="post" action="/sign-in/choose" className="form">
          <input type="hidden" name="choice" value={choice} />
          {candidates.map(({ archiveId, archiveName }) => (
            <button key={archiveId} type="submit" name="archiveId" value={archiveId} className="quiet">
              <bdi>{archiveName}</bdi>
            </button>
          ))}
        </form>
      </section>
    </Frame>
  );
}
