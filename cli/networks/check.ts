/** Checks one network: its variables, the form of its client id, whether it accepts them, and its clock. */
import { PROVIDER_LABELS, redirectUri, type ProviderName } from '../../domain/networks.js';
import { baseUrlsAt, findClient, type NetworkClient } from '../../networks/clients.js';
import type { Diagnosis } from '../doctor/diagnosis.js';
import { CONSOLES } from './consoles.js';
import { probe, type Probe } from './probe.js';

export interface ProviderCheck {
  provider: ProviderName;
  /** `simulated`: there are no credentials, so the local simulator stands in. */
  state: 'real' | 'simulated' | 'missing';
  reached: boolean;
  diagnoses: Diagnosis[];
}

export interface CheckSettings {
  env: NodeJS.ProcessEnv;
  /** Null if there is no address that the network could send people back to. */
  publicUrl: string | null;
  fetch?: typeof fetch;
  now?: () => number;
  /** The address to use instead of the network's, for tests. */
  instead?: string;
}

/** Signatures and expiry dates depend on the clock, and codes live for only about a minute. */
const TOLERATED_SKEW_MS = 60_000;

export async function checkProvider(provider: ProviderName, settings: CheckSettings): Promise<ProviderCheck> {
  const { env } = settings;
  const names = { id: `${provider.toUpperCase()}_CLIENT_ID`, secret: `${provider.toUpperCase()}_CLIENT_SECRET` };
  const [clientId, clientSecret] = [env[names.id]?.trim(), env[names.secret]?.trim()];
  if (Boolean(clientId) !== Boolean(clientSecret)) {
    const [present, missing] = clientId ? [names.id, names.secret] : [names.secret, names.id];
    const detail = `${missing} isn’t set, but ${present} is. Both are in the console`;
    return { provider, state: 'real', reached: true, diagnoses: [{ what: 'credentials', ok: false, detail }] };
  }
  const client = findClient(
    {
      production: env.NODE_ENV === 'production',
      credentials: clientId && clientSecret ? { [provider]: { clientId, clientSecret } } : {},
      simulatorUrl: env.RELINK_SIMULATOR_URL,
    },
    provider,
  );
  if (client) return checkClient(provider, settings, client);
  const detail = `not set up. Set ${names.id} and ${names.secret}; until then, its accounts can’t be reconnected`;
  const diagnosis = { what: 'credentials', ok: false, unsure: true, detail };
  return { provider, state: 'missing', reached: false, diagnoses: [diagnosis] };
}

async function checkClient(
  provider: ProviderName,
  settings: CheckSettings,
  { credentials, simulatedAt }: NetworkClient,
): Promise<ProviderCheck> {
  const state = simulatedAt === null ? 'real' : 'simulated';
  const baseUrl = simulatedAt ?? (settings.instead && `${settings.instead}/${provider}`);
  const uri = redirectUri(settings.publicUrl ?? 'https://relink.invalid', provider);
  const answer = await probe(provider, {
    credentials,
    redirectUri: uri,
    baseUrls: baseUrl === undefined ? undefined : baseUrlsAt(baseUrl),
    fetch: settings.fetch,
    now: settings.now,
  });
  const diagnoses = [
    {
      what: 'credentials',
      ok: true,
      detail: state === 'real' ? 'client ID and secret are set' : 'none; using the local simulator',
    },
    ...(state === 'real' ? [checkShape(provider, credentials, answer)] : []),
    checkAcceptance(provider, answer),
    ...checkClock(answer),
    ...(settings.publicUrl === null ? [] : [{ what: 'redirect URI', ok: true, detail: `register ${uri}` }]),
  ];
  return { provider, state, reached: answer.verdict !== 'unreachable', diagnoses };
}

/** Checks the form of the client id. An id that the network accepts is right, whatever it looks like. */
function checkShape(provider: ProviderName, { clientId }: NetworkClient['credentials'], { verdict }: Probe): Diagnosis {
  const { looksLike, example, where } = CONSOLES[provider].clientId;
  if (looksLike(clientId)) return { what: 'client ID', ok: true, detail: 'has the usual form' };
  if (verdict === 'accepted') return { what: 'client ID', ok: true, detail: 'has an unusual form, but is accepted' };
  return { what: 'client ID', ok: false, detail: `doesn’t have the usual form (${example}). Find it in ${where}.` };
}

function checkAcceptance(provider: ProviderName, { verdict, code, host }: Probe): Diagnosis {
  const what = 'accepted';
  const label = PROVIDER_LABELS[provider];
  const said = code === undefined ? '' : ` (it says ${code})`;
  const inconclusive = { what, ok: false, unsure: true };
  if (verdict === 'accepted') return { what, ok: true, detail: `${label} accepts this client ID and secret` };
  if (verdict === 'unclear')
    return { ...inconclusive, detail: `${label} gave no clear response${said}. Try again later.` };
  if (verdict === 'unreachable')
    return { ...inconclusive, detail: `${host ?? label} doesn’t respond from here. Try again later.` };
  const where = CONSOLES[provider].name;
  const detail = `${label} refuses the client ID, secret, or redirect URI${said}. Compare them with ${where}.`;
  return { what, ok: false, detail };
}

function checkClock({ aheadMs }: Probe): Diagnosis[] {
  if (aheadMs === null) return [];
  const what = 'clock';
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  if (Math.abs(aheadMs) <= TOLERATED_SKEW_MS)
    return [{ what, ok: true, detail: `matches the network’s (${seconds} s off)` }];
  const detail = `this machine is ${seconds} s ${aheadMs > 0 ? 'behind' : 'ahead of'} the network. Sync its clock with NTP.`;
  return [{ what, ok: false, detail }];
}
