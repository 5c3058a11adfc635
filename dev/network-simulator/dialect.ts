/** What differs between the networks: addresses, OAuth rules, lifetimes, and above all the wording of refusals. */
import type { Request, RequestHandler, Router } from 'express';
import type { ProviderName } from '../../domain/networks.js';
import type { Identity, ServiceFault, TokenBreak } from './model.js';
import type { Store } from './store.js';
import type { Access, Tokens } from './tokens.js';

export interface Answer {
  status: number;
  /** A string is sent as an HTML page. */
  body: object | string;
  headers?: Record<string, string>;
}

export type TokenProblem =
  | 'client_id'
  | 'client_secret'
  | 'grant_type'
  | 'code_unknown'
  | 'code_used'
  | 'code_expired'
  | 'redirect_uri'
  | 'code_verifier'
  | 'refresh_token';

export type ApiProblem =
  TokenBreak | Exclude<ServiceFault, 'slow' | 'html'> | 'unknown_token' | 'scope' | 'not_found' | 'bad_request';

export interface Revocation {
  path: string;
  /** Whether the client id and secret are required. */
  authenticated: boolean;
  /** Whether revoking a token also revokes everything that the person allowed the app, or only the token. */
  everything: boolean;
  done: Answer;
  unknown: Answer;
}

export interface TokenAnswer {
  access_token: string;
  expires_in: number;
  refresh_token?: string;
  refresh_token_expires_in?: number;
  scope: string;
  id_token?: string;
  /** The id of the person who signed in. */
  identity: string;
}

export interface Dialect {
  provider: ProviderName;
  /** What kind of identity signs in. */
  who: 'profile' | 'account' | 'channel';
  color: string;
  paths: { authorize: string; token: string; signOut: string };
  /** Whether a person can decline this permission alone and grant the rest. */
  declinable?: (scope: string) => boolean;
  /** Whether this authorization request asks again for what the person declined earlier. Otherwise, the earlier choice is repeated. */
  asksAgain?: (query: Record<string, string>) => boolean;
  /** Whether this authorization request asks for the network's own choice of accounts. */
  choosesAccount?: (query: Record<string, string>) => boolean;
  scopeSeparator: string;
  pkce: 'required' | 'optional' | 'ignored';
  clientAuth: 'body' | 'basic';
  /** In seconds. */
  lifetimes: { access: number; refresh: number | null };
  /** What happens to the refresh token in a refresh. */
  refresh: 'rotates' | 'stays' | 'none';
  /** Whether this authorization request asks for a refresh token in the network's own way. */
  offline(query: Record<string, string>, scopes: string[]): boolean;
  /** The parameters of the redirect after "Cancel". */
  cancelled: Record<string, string>;
  tokenAnswer(answer: TokenAnswer): object;
  tokenProblem(problem: TokenProblem): Answer;
  apiProblem(problem: ApiProblem): Answer;
  /** For a provider that names itself in the redirect back (RFC 9207) and signs ID tokens for clients that ask for `openid`. */
  openid?: { subject(identity: Identity): string; jwks: string };
  revocation?: Revocation;
  /** Handles grants other than the standard ones. */
  exchange?(request: TokenRequest): { access: Access; lifetime: number } | undefined;
  api(router: Router, reader: Reader, parts: Parts): void;
}

export interface TokenRequest {
  parameters: Record<string, string>;
  tokens: Tokens;
  store: Store;
}

export interface Call {
  request: Request;
  access: Access;
  tokens: Tokens;
}

export interface Reader {
  /** @param scope the scope that the consent must include */
  (handler: (call: Call) => object, scope?: string): RequestHandler;
}

/** What every endpoint needs. */
export interface Parts {
  dialect: Dialect;
  store: Store;
  tokens: Tokens;
  slowMs: number;
  /** How long a day lasts for the networks' rules. */
  dayMs: number;
}
