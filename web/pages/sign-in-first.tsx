/** Something was refused only because the sign-in is too old: sign in again, and it goes on. */
import { Frame } from '../parts/frame.js';
import { SignInFirst } from '../parts/fresh-sign-in.js';
import { useI18n } from '../render/i18n.js';

/** `then`: the file that is downloaded after the sign-in. Null for anything else, which the person does again. */
export function SignInFirstPage({ then }: { then: string | null }) {
  const { waiting, button } = useI18n().words.forms.freshSignIn;
  const title = then === null ? button : waiting;
  return (
    <Frame title={title} narrow>
      <h1>{title}</h1>
      {then === null ? <SignInFirst toDo="continue" /> : <SignInFirst toDo="download" then={then} />}
    </Frame>
  );
}
