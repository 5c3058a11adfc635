/** The rules for each provider; networks with the same error format share them. */
import { NETWORKS, type NetworkName, type ProviderName } from '../../domain/networks.js';
import { GOOGLE } from './google.js';
import { GRAPH } from './graph.js';
import { LINKEDIN } from './linkedin.js';
import type { ErrorRules, Row } from './rules.js';
import { STATUSES } from './statuses.js';
import { TROUBLES } from './troubles.js';
import { X } from './x.js';

export const RULES: Readonly<Record<ProviderName, ErrorRules>> = {
  facebook: GRAPH,
  linkedin: LINKEDIN,
  x: X,
  google: GOOGLE,
  threads: GRAPH,
};

export const rowsOf = (provider: ProviderName): readonly Row[] => [...RULES[provider].rows, ...STATUSES];

const TABLES = new Map<ErrorRules, ReadonlyMap<string, Row>>();

export function tableOf(provider: ProviderName): ReadonlyMap<string, Row> {
  const rules = RULES[provider];
  const known = TABLES.get(rules);
  if (known) return known;
  const table = new Map(rowsOf(provider).map((row) => [String(row[0]), row]));
  TABLES.set(rules, table);
  return table;
}

/** Returns a code that no table lists, whose meaning only the network knows; undefined if the table lists it. */
export function unlistedCode(network: NetworkName, rawCode: string | undefined): string | undefined {
  return rawCode === undefined || tableOf(NETWORKS[network].provider).has(rawCode) ? undefined : rawCode;
}

/**
 * Returns what is wrong with our app, for a code with the verdict `application`. `code` is one of the table's, so that a metric can
 * have it as a label: a forged error can't add new ones.
 */
export function troubleOf(provider: ProviderName, rawCode: string | undefined): { code: string; remedy: string } {
  const row = rawCode === undefined ? undefined : tableOf(provider).get(rawCode);
  if (row?.[3]) return { code: String(row[0]), remedy: TROUBLES[row[3]] };
  return { code: 'other', remedy: 'The developer console should say what is wrong with the app.' };
}
