/** A file was refused only because the sign-in is too old: sign in again, and it comes by itself. */
import { Frame } from '../parts/frame.js';
import { SignInFirst } from '../parts/fresh-sign-in.js';
import { useI18n } from '../render/i18n.js';

/** @param props.file the URL of the file */
export function SignInFirstPage({ file }: { file: string }) {
  const { waiting } = useI18n().words.forms.freshSignIn;
  return (
    <Frame title={waiting} narrow>
      <h1>{waiting}</h1>
      <SignInFirst toDo="download" file={file} />
    </Frame>
  );
}
