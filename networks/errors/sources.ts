/**
 * The source of each row in the tables. Bodies are never searched for words. Codes count, and for a few of Meta's the exact words of
 * `error.message`.
 */
export const SOURCES = {
  /** "Handling Errors": codes, subcodes of 102 and 190, `is_transient`. */
  graph: 'https://developers.facebook.com/docs/graph-api/guides/error-handling',
  /** Rate limits for apps (4), people (17), Pages (32), calls (613), and businesses (80001 Pages, 80002 Instagram). */
  graphRates: 'https://developers.facebook.com/docs/graph-api/overview/rate-limiting',
  /** The older list of subcodes, with the ones that the newer list leaves out. */
  graphSubcodes: 'http://odev.me/programming/facebook_api_error_codes/',
  /** How Meta's token endpoint responds to a wrong client or redirect URI. */
  graphLogin: 'https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow',
  /** The first list of codes, which the API still uses: 5 (IP address), 11 and 12 (deprecated). */
  graphConstants: 'https://developers.facebook.com/docs/graph-api/guides/error-handling#errorcodes',
  /** `appsecret_proof`: required by the app's settings, and made with the app's secret. */
  graphProof: 'https://developers.facebook.com/docs/graph-api/guides/secure-requests',
  /** Features that an app needs a review for. */
  graphFeatures: 'https://developers.facebook.com/docs/features-reference/page-public-content-access',
  /** Access levels (270) and versions that ended (2635). */
  graphMarketing: 'https://developers.facebook.com/docs/marketing-api/error-reference',
  /** Page tokens need the permissions of the person behind them; endpoints that the new Pages experience doesn't have. */
  graphPages: 'https://developers.facebook.com/docs/pages-api/overview',
  /** Instagram: -1 and -2 (try again), 25 with 2207050 (the account is restricted). */
  instagramErrors: 'https://developers.facebook.com/docs/instagram-platform/instagram-graph-api/reference/error-codes',
  /** 190/490, as quoted from a response. */
  graphCheckpoint: 'https://github.com/snarfed/granary/blob/main/granary/facebook.py',
  /** 190/452, which Facebook's own SDK treats like 460. */
  graphStoredSession: 'https://github.com/facebookarchive/facebook-objc-sdk',
  /** "Page ID … was migrated to page ID …", as quoted from responses. */
  graphMerged: 'https://github.com/phwd/fbec',
  /** 415, in the error codes of each edge of a business. */
  graphTwoFactor: 'https://developers.facebook.com/docs/marketing-api/reference/business',
  /** The new Pages experience without a subcode, as quoted from a response. */
  graphNewPages: 'https://github.com/criso/fbgraph/issues/147',
  /** "This endpoint is deprecated since …", as quoted from a response. */
  graphDeprecated: 'https://github.com/restfb/restfb/issues/1150',
  /** "This method must be called with a Page Access Token", as quoted from a response. */
  graphPageToken: 'https://github.com/halsandr/Facebook_Connector/issues/1',
  /** The rejected response of Threads' token endpoint. */
  threadsTokens: 'https://developers.facebook.com/docs/threads/get-started/get-access-tokens-and-permissions',
  /** 1349026 for the id of the wrong app, and 1349245 for someone who doesn't test an app in development, as quoted from responses. */
  threadsLogin: 'https://github.com/fbsamples/threads_api/issues/17',
  threadsTesters: 'https://github.com/fbsamples/threads_api/issues/14',
  /** "Error validating application. Application has been deleted.", as quoted from a response. */
  graphAppDeleted: 'https://github.com/metacpan/metacpan-web/issues/2076',
  /** Code 200 for an app that Meta has deactivated or blocked. */
  graphAppBlocked: 'https://developers.facebook.com/docs/development/terms-and-policies/enforcement',
  linkedin: 'https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/error-handling',
  linkedinRates: 'https://learn.microsoft.com/en-us/linkedin/shared/api-guide/concepts/rate-limits',
  linkedinLogin: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow',
  /** Every version ends after a year or two; then, and without a version, every request is refused. */
  linkedinVersions: 'https://learn.microsoft.com/en-us/linkedin/marketing/versioning',
  /**
   * Not verified: neither LinkedIn's pages nor a response that we know of has this code. The versioning page only says that a version
   * that ended "returns an error response". Kept because it can't mean anything else.
   */
  linkedinUnseen: 'https://learn.microsoft.com/en-us/linkedin/marketing/versioning#versions',
  /** The three codes for a dead token, as quoted from responses. */
  linkedinTokens: 'https://github.com/tomasvotava/fastapi-sso/issues/196',
  /**
   * The numbers from API v1.1, which v2 still sends at times: among them 416, "The app has been suspended and cannot be used with Sign-in
   * with Twitter" (401), and 410 (Gone) for endpoints that were turned off.
   */
  xNumbers: 'https://developer.x.com/en/support/x-api/error-troubleshooting',
  /** The problem types of API v2. */
  xProblems: 'https://docs.x.com/x-api/fundamentals/response-codes-and-errors',
  /** Code 453 names the access level that an endpoint needs. */
  xAccess: 'https://docs.x.com/x-api/getting-started/about-x-api',
  /** Requests are paid for with credits; without any, the status is 402. */
  xCredits: 'https://docs.x.com/x-api/getting-started/pricing',
  youtube: 'https://developers.google.com/youtube/v3/docs/errors',
  /** `error.status` and `error.details[].reason` in every Google API. */
  googleErrors: 'https://cloud.google.com/apis/design/errors',
  /** `error.details[].reason` in the domain googleapis.com. */
  googleReasons: 'https://cloud.google.com/php/docs/reference/common-protos/latest/Api.ErrorReason',
  /** `error.errors[].reason` in the domains global and usageLimits. */
  googleGlobal: 'https://developers.google.com/youtube/v3/docs/core_errors',
  /** More sign-ins than Google allows the app at a time. */
  googleOAuthLimits: 'https://support.google.com/cloud/answer/9028764',
  googleLogin: 'https://developers.google.com/identity/protocols/oauth2/web-server',
  /** Bearer tokens: `error` in WWW-Authenticate. */
  rfc6750: 'https://www.rfc-editor.org/rfc/rfc6750#section-3.1',
  /** 402 (payment) and 426 (upgrade) are about who calls and how, whatever network sends them. */
  rfc9110: 'https://www.rfc-editor.org/rfc/rfc9110#section-15.5',
  /** Token endpoints: `error` in the body. */
  rfc6749: 'https://www.rfc-editor.org/rfc/rfc6749#section-5.2',
} as const;

export type Source = keyof typeof SOURCES;
