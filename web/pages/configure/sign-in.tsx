/** Configure → sign-in: what is set up, how to set it up, and the key itself. */
import type { FieldError } from '../../forms/field-errors.js';
import { ConfigureNav } from '../../parts/configure-nav.js';
import { FreshSignIn } from '../../parts/fresh-sign-in.js';
import { DoneNotice, problemOf, Problems, TextArea } from '../../parts/form.js';
import { Frame } from '../../parts/frame.js';
import { HelpLink } from '../../parts/help-link.js';
import { Check } from '../../parts/icons.js';
import { useI18n } from '../../render/i18n.js';
import { ConfirmPage } from './confirm.js';

type Jwk = Record<string, unknown>;

export interface SignInKeyPageProps {
  current: Jwk | null;
  typed: string;
  errors: readonly FieldError[];
  done: string | null;
  /** Where tokens are sent, and which archive issues them. */
  publicUrl: string;
  archiveId: string;
}

export function SignInKeyPage({ current, typed, errors, done, publicUrl, archiveId }: SignInKeyPageProps) {
  const { signIn } = useI18n().words.settings;
  return (
    <Frame title={signIn.title} section="configure">
      <DoneNotice text={done} />
      <div className="page-head">
        <h1>{signIn.title}</h1>
        <p className="lead">{signIn.lead}</p>
        <p>
          <HelpLink topic="singleSignOn" />
        </p>
      </div>
      <ConfigureNav place="sign-in" />
      <div className="settings">
        <Problems errors={errors} labels={{ signInKey: signIn.key }} />
        <section className="card form-card">{current ? <Current jwk={current} /> : <p>{signIn.off}</p>}</section>
        <section className="card form-card" aria-labelledby="how">
          <h2 id="how">{signIn.howTitle}</h2>
          <ol className="how">
            {signIn.how.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
          <Claims publicUrl={publicUrl} archiveId={archiveId} />
          <FreshSignIn before="changeSignInKey" />
          <form className="form" method="post" action="/configure/sign-in">
            <TextArea
              name="signInKey"
              label={signIn.key}
              hint={signIn.keyHint}
              value={typed}
              problem={problemOf(errors, 'signInKey')}
              rows={7}
              required
            />
            <div className="actions">
              <button type="submit" className={current ? 'quiet' : 'primary'}>
                {current ? signIn.replace : signIn.save}
              </button>
            </div>
          </form>
        </section>
      </div>
    </Frame>
  );
}

function Claims({ publicUrl, archiveId }: Pick<SignInKeyPageProps, 'publicUrl' | 'archiveId'>) {
  const { signIn } = useI18n().words.settings;
  const { claim } = signIn;
  const values: Partial<Record<keyof typeof claim, string>> = { iss: archiveId, aud: publicUrl };
  return (
    <>
      <p>
        {signIn.address} <code>{`${publicUrl}/sign-in/archive#…`}</code>
      </p>
      <div>
        <h3>{signIn.claims}</h3>
        <dl className="facts claims">
          {(Object.keys(claim) as (keyof typeof claim)[]).map((name) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>
                {claim[name]}
                {values[name] && <code>{values[name]}</code>}
              </dd>
            </div>
          ))}
        </dl>
      </div>
    </>
  );
}

function Current({ jwk }: { jwk: Jwk }) {
  const { signIn } = useI18n().words.settings;
  return (
    <>
      <p className="with-icon">
        <span className="badge">
          <Check />
        </span>
        {signIn.on}
      </p>
      <dl className="facts">
        <div>
          <dt>{signIn.facts.kind}</dt>
          <dd>{kindOf(jwk)}</dd>
        </div>
        <div>
          <dt>{signIn.facts.id}</dt>
          <dd>
            <bdi>{typeof jwk.kid === 'string' ? jwk.kid : signIn.facts.none}</bdi>
          </dd>
        </div>
      </dl>
      <div className="actions">
        <a className="button quiet danger" href="/configure/sign-in/remove">
          {signIn.remove}
        </a>
      </div>
    </>
  );
}

/** The names of algorithms are the same in every language. */
const kindOf = ({ kty, crv }: Jwk): string => [kty, crv].filter((part) => typeof part === 'string').join(' ');

export function RemoveSignInKeyPage({ errors }: { errors: readonly FieldError[] }) {
  const { removePage } = useI18n().words.settings.signIn;
  return (
    <ConfirmPage
      title={removePage.title}
      lines={removePage.lines}
      errors={errors}
      freshFor="changeSignInKey"
      cancel="/configure/sign-in"
    >
      <form method="post" action="/configure/sign-in/remove">
        <button type="submit" className="primary danger">
          {removePage.button}
        </button>
      </form>
    </ConfirmPage>
  );
}
