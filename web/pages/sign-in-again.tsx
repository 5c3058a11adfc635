/** Signing in again, because the sign-in is too old for what the person wants to do. */
import type { FieldError } from '../forms/field-errors.js';
import { Frame } from '../parts/frame.js';
import { problemOf, Problems, TextField } from '../parts/form.js';
import { Check } from '../parts/icons.js';
import { LocalInbox } from '../parts/local-inbox.js';
import { useI18n } from '../render/i18n.js';

export interface SignInAgainPageProps {
  email: string;
  /** Whether there is a sign-in with the organization, and whether the person used it. */
  organization: 'none' | 'offered' | 'used';
  inbox: string | null;
  typed?: string;
  errors?: readonly FieldError[];
}

export function SignInAgainPage({ email, organization, inbox, typed, errors = [] }: SignInAgainPageProps) {
  const { signIn } = useI18n().words;
  const { again } = signIn;
  const isOrganizationFirst = organization === 'used';
  const throughOrganization = organization !== 'none' && (
    <div className="actions">
      <a href="/sign-in/oidc?again" className={`button ${isOrganizationFirst ? 'primary' : 'quiet'}`}>
        {signIn.oidc}
      </a>
    </div>
  );
  return (
    <Frame title={again.title} narrow>
      <Problems errors={errors} labels={{ email: signIn.email }} />
      <section className="card message">
        <h1>{again.title}</h1>
        <p>{isOrganizationFirst ? again.organization : again.lead}</p>
        {isOrganizationFirst && (
          <>
            {throughOrganization}
            <p className="detail">{again.orByEmail}</p>
          </>
        )}
        <p>
          <strong>{signIn.sameBrowser}</strong>
        </p>
        <form method="post" action="/sign-in" className="form">
          <TextField
            name="email"
            type="email"
            label={signIn.email}
            value={typed ?? email}
            problem={problemOf(errors, 'email')}
            autoComplete="email"
            required
            maxLength={254}
          />
          <div className="actions">
            <button type="submit" className={isOrganizationFirst ? 'quiet' : 'primary'}>
              {signIn.send}
            </button>
          </div>
        </form>
        {organization === 'offered' && (
          <>
            <p className="detail">{signIn.or}</p>
            {throughOrganization}
          </>
        )}
        <LocalInbox url={inbox} />
      </section>
    </Frame>
  );
}

/** The work waits in another tab, or on the page before this one. signed-in-again.js knows which. */
export function SignedInAgainPage() {
  const { signIn, trouble } = useI18n().words;
  const { done } = signIn.again;
  return (
    <Frame title={done.title} scripts={['tell-tabs.js', 'signed-in-again.js']} narrow>
      <section className="card message calm-card">
        <h1>
          <Check /> {done.title}
        </h1>
        <div data-other-tab="">
          <p>
            <strong>{done.otherTab}</strong>
          </p>
          <p>{done.stays}</p>
        </div>
        <div data-same-tab="" hidden>
          <p>{done.minutes}</p>
          <div className="actions">
            <a href="/" className="button primary">
              {done.back}
            </a>
          </div>
        </div>
        <p className="detail" data-other-tab="">
          {done.closed} <a href="/">{trouble.home}</a>
        </p>
      </section>
    </Frame>
  );
}
