/** A file was refused only because the sign-in is too old: sign in again, and it comes by itself. */
import { Frame } from '../parts/frame.js';
import { SignInFirst } from '../parts/fresh-sign-in.js';
import { useI18n } from '../render/i18n.js';

/**
 * @param props.file the URL of the file
 * @param props.report the page that offers the file
 */
export function SignInFirstPage({ file, report }: { file: string; report: string }) {
  const { gaps } = useI18n().words;
  return (
    <Frame title={gaps.title} section="gaps">
      <div className="page-head">
        <h1>{gaps.title}</h1>
      </div>
      <div className="stack">
        <SignInFirst toDo="download" file={file} />
        <p>
          <a href={report}>{gaps.back}</a>
        </p>
      </div>
    </Frame>
  );
}
