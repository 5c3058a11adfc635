/** Checks whether sign-ins at the real networks can work, and lists what is left to do in each network's developer console. */
import { PROVIDER_LABELS, PROVIDER_NAMES, type ProviderName } from '../domain/networks.js';
import { CommandError, readArguments, type Command } from './command.js';
import { show, type Diagnosis } from './doctor/diagnosis.js';
import { environment } from './environment.js';
import { publicAddress } from './networks/address.js';
import { checkProvider, type ProviderCheck } from './networks/check.js';
import { mailTodo, todoFor } from './networks/todo.js';

export const networksCheck: Command = {
  name: 'networks check',
  summary: 'Checks that sign-ins at the real networks can work, and lists what to do in their developer consoles',
  options: {
    only: { description: `Only these, of ${PROVIDER_NAMES.join(', ')}; each must be set up`, value: 'a,b' },
  },
  async run(args) {
    const { options } = readArguments(this, args);
    const requested = options.only === undefined ? null : parseProviders(options.only);
    const env = environment();
    const address = publicAddress(env);
    show(address.diagnoses);
    const checks: ProviderCheck[] = [];
    for (const provider of requested ?? PROVIDER_NAMES) {
      const check = await checkProvider(provider, { env, publicUrl: address.url });
      console.log(`\n${PROVIDER_LABELS[provider]}`);
      show(check.diagnoses);
      checks.push(check);
    }
    const missing = missingOf(checks, requested !== null);
    if (missing.length > 0) console.log('');
    show(missing);
    const unreachable = allUnreachable(checks);
    show(unreachable);
    const found = [...address.diagnoses, ...checks.flatMap(({ diagnoses }) => diagnoses), ...missing, ...unreachable];
    const wrong = found.filter(({ ok, unsure }) => !ok && !unsure);
    console.log('\nTo do');
    for (const check of checks) console.log(`\n${todoFor(check, address.url)}`);
    console.log(`\n${mailTodo(address.url)}`);
    console.log(
      wrong.length === 0
        ? '\nNo problems found here. The lists show what you can only check in the consoles.'
        : `\n${wrong.length} ${wrong.length === 1 ? 'thing needs' : 'things need'} attention.`,
    );
    return wrong.length === 0 ? 0 : 1;
  },
};

function parseProviders(text: string): ProviderName[] {
  const names = text.split(',').map((name) => name.trim());
  return names.map((name) => {
    const known = PROVIDER_NAMES.find((provider) => provider === name);
    if (known) return known;
    throw new CommandError(`There’s no network "${name}". Choose from ${PROVIDER_NAMES.join(', ')}.`, true);
  });
}

/** An installation can do without some networks, but without any, nothing can be reconnected. */
function missingOf(checks: readonly ProviderCheck[], requested: boolean): Diagnosis[] {
  const missing = checks.filter(({ state }) => state === 'missing');
  if (missing.length === 0 || (!requested && missing.length < checks.length)) return [];
  const labels = missing.map(({ provider }) => PROVIDER_LABELS[provider]).join(', ');
  return [{ what: 'set up', ok: false, detail: `${labels}: no one can sign in there without a client ID and secret` }];
}

/** If one network doesn't respond, it may be down. If none does, this machine can't reach the internet. */
function allUnreachable(checks: readonly ProviderCheck[]): Diagnosis[] {
  const tried = checks.filter(({ state }) => state !== 'missing');
  if (tried.length === 0 || !tried.every(({ reached }) => !reached)) return [];
  const detail = 'no network responds. Can this machine reach the internet (proxy, firewall, DNS)?';
  return [{ what: 'internet access', ok: false, detail }];
}
