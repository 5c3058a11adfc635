/** The rules for each provider; networks with the same error format share them. */
import type { ProviderName } from '../../domain/networks.js';
import type { Verdict } from '../../domain/reasons.js';
import { GOOGLE } from './google.js';
import { GRAPH } from './graph.js';
import { LINKEDIN } from './linkedin.js';
import type { ErrorRules } from './rules.js';
import { X } from './x.js';

export const RULES: Readonly<Record<ProviderName, ErrorRules>> = {
  facebook: GRAPH,
  linkedin: LINKEDIN,
  x: X,
  google: GOOGLE,
  threads: GRAPH,
};

const TABLES = new Map<ErrorRules, ReadonlyMap<string, Verdict>>();

export function tableOf(rules: ErrorRules): ReadonlyMap<string, Verdict> {
  const known = TABLES.get(rules);
  if (known) return known;
  const table = new Map(rules.rows.map(([code, verdict]) => [String(code), verdict]));
  TABLES.set(rules, table);
  return table;
}
