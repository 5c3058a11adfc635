/**
 * Says, before anything is typed, that what the form does needs a sign-in from the last few minutes. The sign-in opens in a new tab, so
 * nothing typed is lost: the form can be sent again after it.
 */
import { needsFreshSignIn } from '../../domain/principal.js';
import { useI18n } from '../render/i18n.js';
import { useSignedIn } from '../render/signed-in.js';
import type { Messages } from '../../i18n/index.js';

export function FreshSignIn({ before }: { before: keyof Messages['forms']['freshSignIn']['before'] }) {
  const { freshSignIn } = useI18n().words.forms;
  const person = useSignedIn();
  if (!person || !needsFreshSignIn(person.principal)) return null;
  return (
    <div className="fresh-sign-in" role="note">
      <p>{freshSignIn.before[before]}</p>
      <p className="detail">{freshSignIn.how}</p>
      <a className="button quiet" href="/sign-in?again" target="_blank" rel="noopener">
        {freshSignIn.button}
      </a>
    </div>
  );
}
