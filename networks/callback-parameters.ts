/**
 * Brings what a network appends to the callback into the standard's form (RFC 6749, 4.1.2), before anything is read from it.
 *
 * - Meta ends its redirects in "#_=_" or "#_", which a browser keeps to itself; some programs on the way encode it into the last parameter.
 * - The standard allows each parameter once. A proxy or an app that passes a link on can double all of them.
 * - A person who declined isn't always named by `error=access_denied`: older dialogs of Meta send only `error_reason`, and X's older
 *   sign-in sends `denied`.
 *
 * https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow
 */
const FRAGMENT = /#_(?:=_)?$/;

/** The person selected Cancel. LinkedIn has its own codes for that. */
const DENIED = new Set([
  'access_denied',
  'user_denied',
  'user_cancelled_login',
  'user_cancelled_authorize',
  // OpenID Connect Core 3.1.2.6: the person didn't finish what the network wanted to show.
  'interaction_required',
  'login_required',
  'account_selection_required',
  'consent_required',
]);

export const isDenial = (error: string | null): boolean => error !== null && DENIED.has(error);

export function normalizeCallback(received: URL): URL {
  const url = new URL(received);
  url.search = '';
  for (const name of new Set(received.searchParams.keys())) {
    const values = received.searchParams.getAll(name).map((value) => value.replace(FRAGMENT, ''));
    // Different values stay, and are refused: no one can tell which is right.
    for (const value of new Set(values)) url.searchParams.append(name, value);
  }
  const { searchParams } = url;
  const error = (searchParams.get('error') ?? '').toLowerCase() || errorByAnotherName(searchParams);
  if (error === '') searchParams.delete('error');
  else if (searchParams.getAll('error').length < 2) searchParams.set('error', error);
  return url;
}

function errorByAnotherName(callback: URLSearchParams): string {
  if (callback.has('code')) return '';
  const reason = (callback.get('error_reason') ?? '').toLowerCase();
  return isDenial(reason) || callback.has('denied') ? 'access_denied' : '';
}
