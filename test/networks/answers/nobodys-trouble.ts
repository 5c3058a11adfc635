/** What networks answer when nothing is wrong with the account: to a wrong request, or for a while. */
import { meta, numbered, problem, youtube, service } from './forms.js';
import type { Case } from './forms.js';

export const NOBODYS: Case[] = [
  [
    'the request is wrong',
    'facebook_page',
    400,
    meta(100, '(#100) Tried accessing nonexisting field (feeds)'),
    'not_a_disconnect',
  ],
  [
    'the request had a person’s token',
    'facebook_page',
    400,
    meta(190, '(#190) This method must be called with a Page Access Token'),
    'not_a_disconnect',
  ],
  [
    'the account is blocked from posting',
    'facebook_page',
    400,
    meta(368, 'The action attempted has been deemed abusive'),
    'not_a_disconnect',
  ],
  [
    'a post looked automated',
    'x',
    403,
    numbered(226, 'This request looks like it might be automated.'),
    'not_a_disconnect',
  ],
  [
    'a single post was deleted',
    'x',
    404,
    { errors: [{ ...problem('resource-not-found', 'Not Found Error'), resource_type: 'tweet' }] },
    'not_a_disconnect',
  ],
  ['a parameter is wrong', 'youtube', 400, youtube(400, 'invalidParameter', 'global'), 'not_a_disconnect'],
  [
    'a video has no comments',
    'youtube',
    403,
    youtube(403, 'commentsDisabled', 'youtube.commentThread'),
    'not_a_disconnect',
  ],
];

export const PASSING: Case[] = [
  ['the app calls too often', 'facebook_page', 403, meta(4, '(#4) Application request limit reached'), 'transient'],
  [
    'the Page’s limit',
    'facebook_page',
    400,
    meta(80_001, '(#80001) There have been too many calls to this Page account.'),
    'transient',
  ],
  ['another business limit', 'instagram', 400, meta(80_006, 'm'), 'transient'],
  ['Instagram’s own trouble', 'instagram', 400, meta(-1, 'Instagram server error. Try again.', 2_207_001), 'transient'],
  ['Instagram took too long', 'instagram', 400, meta(-2, 'Timeout', 2_207_003), 'transient'],
  [
    'Meta’s own trouble',
    'threads',
    500,
    meta(2, 'An unexpected error has occurred. Please retry your request later.'),
    'transient',
  ],
  [
    'a mark of its own',
    'facebook_page',
    400,
    { error: { ...meta(190, 'm', 463).error, is_transient: true } },
    'transient',
  ],
  [
    'too much data',
    'facebook_page',
    400,
    meta(1, 'Please reduce the amount of data you’re asking for, then retry your request', 99),
    'transient',
  ],
  [
    'an old form of Meta’s',
    'facebook_page',
    400,
    { error_code: '1', error_msg: 'An unknown error has occurred.' },
    'transient',
  ],
  ['X is over capacity', 'x', 503, numbered(130, 'Over capacity'), 'transient'],
  [
    'X’s rate limit',
    'x',
    429,
    { title: 'Too Many Requests', detail: 'Too Many Requests', type: 'about:blank', status: 429 },
    'transient',
  ],
  ['Google’s quota for today', 'youtube', 403, youtube(403, 'quotaExceeded', 'youtube.quota'), 'transient'],
  ['Google’s backend', 'youtube', 503, youtube(503, 'backendError', 'global'), 'transient'],
  ['too many at the same time', 'youtube', 403, youtube(403, 'concurrentLimitExceeded', 'usageLimits'), 'transient'],
  ['too many sign-ins, without `error`', 'youtube', 403, { error_code: 'rate_limit_exceeded' }, 'transient'],
  [
    'LinkedIn’s limit for the day',
    'linkedin_page',
    429,
    service(429, 101, 'TOO_MANY_REQUESTS', 'Resource level throttle APPLICATION DAY limit'),
    'transient',
  ],
  ['LinkedIn’s own trouble', 'linkedin_profile', 500, { message: 'Internal Server Error', status: 500 }, 'transient'],
  [
    'network maintenance',
    'linkedin_page',
    503,
    '<html><title>LinkedIn: temporarily unavailable</title></html>',
    'transient',
  ],
];
