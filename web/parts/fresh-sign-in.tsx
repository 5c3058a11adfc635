/**
 * What needs a sign-in from the last few minutes says so: before anything is typed where the page knows it, and else when the form comes
 * back. The sign-in opens in a new tab, so nothing typed is lost. fresh-sign-in.js notices when it's done, and says that one can go on.
 */
import { useContext, type ReactNode } from 'react';
import { needsFreshSignIn } from '../../domain/principal.js';
import { useI18n } from '../render/i18n.js';
import { usePath } from '../render/path-context.js';
import { AskedToSignIn, useSignedIn } from '../render/signed-in.js';
import type { Messages } from '../../i18n/index.js';
import { HelpLink } from './help-link.js';
import { Live } from './live.js';

type Words = Messages['forms']['freshSignIn'];

/** What the person does after signing in again. */
export type ToDo = keyof Words['heading'];

/** Shown before the form that needs it. Not shown if the top of the page asks for the sign-in. */
export function FreshSignIn({ before }: { before: keyof Words['before'] }) {
  const { freshSignIn } = useI18n().words.forms;
  const person = useSignedIn();
  const isAsked = useContext(AskedToSignIn);
  const page = usePath();
  if (!person || isAsked || !needsFreshSignIn(person.principal)) return null;
  return (
    <div className="fresh-sign-in" role="note" data-fresh-sign-in={person.session.user.id} data-page={page}>
      <SignInAgain kind="quiet" done={freshSignIn.done[before === 'download' ? 'download' : 'continue']}>
        <p>{freshSignIn.before[before]}</p>
      </SignInAgain>
    </div>
  );
}

/**
 * Shown instead of problems when nothing is wrong but the age of the sign-in.
 * @param props.file the URL of what the person wanted to download
 * @param props.hasTyped whether the page still shows what the person typed or chose
 */
export function SignInFirst({ toDo, file, hasTyped = false }: { toDo: ToDo; file?: string; hasTyped?: boolean }) {
  const { freshSignIn } = useI18n().words.forms;
  const person = useSignedIn();
  const page = usePath();
  return (
    <section
      className="card fresh-sign-in first"
      role="alert"
      tabIndex={-1}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page was loaded to say this
      autoFocus
      data-fresh-sign-in={person?.session.user.id}
      data-page={page}
      data-file={file}
    >
      <SignInAgain kind="primary" done={file === undefined ? freshSignIn.done[toDo] : freshSignIn.done.started}>
        <h2>{freshSignIn.heading[toDo]}</h2>
        <p>
          {file === undefined ? freshSignIn.why : freshSignIn.whyDownload} {hasTyped && freshSignIn.stays}{' '}
          <HelpLink topic="security" aside text={freshSignIn.whyAsked} />
        </p>
      </SignInAgain>
      {file !== undefined && (
        <>
          <p data-ready="" hidden>
            <a href={file}>{freshSignIn.download}</a>
          </p>
          <noscript>
            <a className="button quiet" href={file}>
              {freshSignIn.downloadByHand}
            </a>
          </noscript>
        </>
      )}
    </section>
  );
}

function SignInAgain({ kind, done, children }: { kind: 'quiet' | 'primary'; done: string; children: ReactNode }) {
  const { forms, signIn } = useI18n().words;
  const { newTab, comeBack, button } = forms.freshSignIn;
  return (
    <>
      <div data-stale="">
        {children}
        <p className="detail">
          {newTab} {signIn.sameBrowser} {comeBack}
        </p>
        <a className={`button ${kind}`} href="/sign-in?again" target="_blank" rel="noopener">
          {button}
        </a>
      </div>
      <Live data-done={done} />
    </>
  );
}
