/** Something was refused only because the sign-in is too old: sign in again, and it goes on. */
import { Frame } from '../parts/frame.js';
import { SignInFirst } from '../parts/fresh-sign-in.js';
import { useI18n } from '../render/i18n.js';

/** `file`: the file that is downloaded after the sign-in. Null for anything else, which the person does again. */
export function SignInFirstPage({ file }: { file: string | null }) {
  const { waiting, button } = useI18n().words.forms.freshSignIn;
  const title = file === null ? button : waiting;
  return (
    <Frame title={title} narrow>
      <h1>{title}</h1>
      {file === null ? <SignInFirst toDo="continue" /> : <SignInFirst toDo="download" file={file} />}
    </Frame>
  );
}
