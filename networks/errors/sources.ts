/** The source of each row in the tables. Bodies are never searched for words; only documented codes count. */
export const SOURCES = {
  /** "Handling Errors": codes, subcodes of 102 and 190, `is_transient`. */
  graph: 'https://developers.facebook.com/docs/graph-api/guides/error-handling',
  /** Rate limits for apps (4), people (17), Pages (32), calls (613), and businesses (80001 Pages, 80002 Instagram). */
  graphRates: 'https://developers.facebook.com/docs/graph-api/overview/rate-limiting',
  /** The older list of subcodes, with the ones that the newer list leaves out. */
  graphSubcodes: 'http://odev.me/programming/facebook_api_error_codes/',
  /** How Meta's token endpoint responds to a wrong client or redirect URI. */
  graphLogin: 'https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow',
  linkedin: 'https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/error-handling',
  linkedinRates: 'https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/rate-limits',
  linkedinLogin: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow',
  /** The three codes for a dead token, as quoted from responses. */
  linkedinTokens: 'https://github.com/tomasvotava/fastapi-sso/issues/196',
  /** The numbers from API v1.1, which v2 still sends at times. */
  xNumbers: 'https://developer.x.com/en/support/x-api/error-troubleshooting',
  /** The problem types of API v2. */
  xProblems: 'https://docs.x.com/x-api/fundamentals/response-codes-and-errors',
  youtube: 'https://developers.google.com/youtube/v3/docs/errors',
  /** `error.status` and `error.details[].reason` in every Google API. */
  googleErrors: 'https://cloud.google.com/apis/design/errors',
  googleLogin: 'https://developers.google.com/identity/protocols/oauth2/web-server',
  /** Bearer tokens: `error` in WWW-Authenticate. */
  rfc6750: 'https://www.rfc-editor.org/rfc/rfc6750#section-3.1',
  /** Token endpoints: `error` in the body. */
  rfc6749: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.2',
} as const;

export type Source = keyof typeof SOURCES;
