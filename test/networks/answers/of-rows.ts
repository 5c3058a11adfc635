/** An answer for each row of the tables. */
import type { ProviderName } from '../../../domain/networks.js';

export const graph = (code: number, message: string, more = {}) => ({
  error: { message, type: 'OAuthException', code, ...more },
});
export const PROOF = 'Invalid appsecret_proof provided in the API argument';

/** Words that the table has a code of its own for. */
const WORDS: Record<string, string> = {
  client_secret: 'Error validating client secret.',
  app_review:
    "To use 'Page Public Content Access', your use of this endpoint must be reviewed and approved by Facebook.",
  appsecret_proof: PROOF,
  application: 'API access blocked.',
  client: 'Invalid platform app',
  redirect: 'Invalid redirect_uri',
  page_token: 'This method must be called with a Page Access Token',
  new_pages: '(#200) New Pages experience not supported: This endpoint is not supported in the new Pages experience.',
  deprecated: '(#200) This endpoint is deprecated since the required permission publish_actions is deprecated',
  impersonating:
    "Any of the pages_show_list or pages_messaging permission(s) must be granted before impersonating a user's page.",
};

/** An answer with a row's code, as this network would send it. */
export function answerWith(provider: ProviderName, code: string): { status: number; body: object } {
  const status = /^http_(\d+)$/.exec(code)?.[1];
  if (RULES_OF_GRAPH.has(provider)) {
    if (status) return { status: Number(status), body: graph(9_999_999, 'm') };
    const [number, sub] = code.split('/');
    const words =
      code === '190/application' ? 'Error validating application. Application has been deleted.' : sub && WORDS[sub];
    const subcode = sub === '*' ? 99_999 : Number(sub);
    if (number === 'OAuthException')
      return { status: 400, body: { error_type: number, code: 400, error_message: words ?? 'm' } };
    return { status: 400, body: graph(Number(number), words ?? 'm', words || !sub ? {} : { error_subcode: subcode }) };
  }
  if (status)
    return {
      status: Number(status),
      body: {
        status: Number(status),
        ...(provider === 'x' && { title: 't', detail: 'd' }),
        ...(provider === 'linkedin' && { message: 'm' }),
        ...(provider === 'google' && { error: { code: Number(status), status: 'TOMORROWS_STATUS' } }),
      },
    };
  if (/^\d{3}$/.test(code) && provider === 'x' && ['400', '401'].includes(code))
    return { status: Number(code), body: { title: 't', type: 'about:blank', status: Number(code) } };
  if (/^\d+$/.test(code))
    return provider === 'x'
      ? { status: 400, body: { errors: [{ code: Number(code), message: 'm' }] } }
      : { status: 400, body: { status: 400, serviceErrorCode: Number(code), message: 'm' } };
  if (/^[a-z]+(_[a-z]+)*$/.test(code) && code !== 'credits') return { status: 400, body: { error: code } };
  const [problem, of] = code.split('/');
  if (provider === 'x' && of) {
    const item = { title: 't', resource_type: of, type: `https://api.x.com/2/problems/${problem}` };
    return { status: 403, body: { errors: [item] } };
  }
  if (provider === 'x') return { status: 403, body: { title: 't', type: `https://api.x.com/2/problems/${code}` } };
  if (provider === 'linkedin') return { status: 400, body: { status: 400, code, message: 'm' } };
  return { status: 403, body: { error: { code: 403, errors: [{ reason: code }] } } };
}
const RULES_OF_GRAPH = new Set<ProviderName>(['facebook', 'threads']);
