/** The shared parts of the lists of people: search, paging, and problems with an address. */
import { shownAddress } from '../../../i18n/shown-address.js';
import { SEARCH_LENGTH } from '../../forms/forms.js';
import type { EmailState } from '../../../domain/recipients.js';
import { AddressText } from '../../parts/breakable-text.js';
import { Pager } from '../../parts/pager.js';
import { useI18n } from '../../render/i18n.js';

export interface Listing {
  path: string;
  search: string;
  /** The cursors of this page and the next one. */
  after: string | null;
  next: string | null;
}

export function Search({ listing }: { listing: Listing }) {
  const { forms, people } = useI18n().words;
  return (
    <search>
      <form className="filter" method="get" action={listing.path}>
        <div className="field">
          <label htmlFor="field-q">{people.list.search}</label>
          <input
            id="field-q"
            type="search"
            name="q"
            defaultValue={listing.search}
            maxLength={SEARCH_LENGTH}
            dir="auto"
          />
        </div>
        <button type="submit" className="quiet">
          {forms.search}
        </button>
        {listing.search !== '' && (
          <a className="button quiet" href={listing.path}>
            {people.list.showAll}
          </a>
        )}
      </form>
    </search>
  );
}

export function ListingPager({ listing: { path, search, after, next } }: { listing: Listing }) {
  return (
    <Pager
      firstHref={after && listUrl(path, { search, after: null })}
      nextHref={next && listUrl(path, { search, after: next })}
    />
  );
}

/** Returns the list's query string, without the question mark. */
export function listQuery({ search, after }: Pick<Listing, 'search' | 'after'>): string {
  const query = new URLSearchParams();
  if (search) query.set('q', search);
  if (after) query.set('after', after);
  return query.toString();
}

export function listUrl(path: string, at: Pick<Listing, 'search' | 'after'>): string {
  const query = listQuery(at);
  return query ? `${path}?${query}` : path;
}

export function Address({ email, emailState }: { email: string; emailState: EmailState }) {
  const { people } = useI18n().words;
  return (
    <>
      <AddressText address={shownAddress(email)} />
      {emailState !== 'ok' && (
        <>
          {' '}
          <span className="status disconnected">{people.delivery.states[emailState].label}</span>
        </>
      )}
    </>
  );
}
