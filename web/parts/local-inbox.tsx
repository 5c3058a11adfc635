/** Where the emails of a try-out installation arrive. */
import { useI18n } from '../render/i18n.js';

/** @param props.url null where emails are really sent */
export function LocalInbox({ url }: { url: string | null }) {
  const { inbox } = useI18n().words.signIn;
  if (url === null) return null;
  return (
    <p className="detail">
      {inbox} <a href={url}>{url}</a>
    </p>
  );
}
