/** Links to the next page of a list and back to the first. */
import { useI18n } from '../render/i18n.js';

export function Pager({ firstHref, nextHref }: { firstHref: string | null; nextHref: string | null }) {
  const { forms } = useI18n().words;
  if (!firstHref && !nextHref) return null;
  return (
    <nav className="pager" aria-label={forms.pages}>
      {firstHref && (
        <a href={firstHref} className="button quiet">
          {forms.first}
        </a>
      )}
      {nextHref && (
        <a href={nextHref} className="button quiet">
          {forms.next}
        </a>
      )}
    </nav>
  );
}
