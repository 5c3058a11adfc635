/** The overview page for a person who is trying out Relink: everyone at every simulated network, and what can be done to them. */
import { randomInt } from 'node:crypto';
import { Router } from 'express';
import type { Response } from 'express';
import { NETWORKS, PROVIDER_LABELS, PROVIDER_NAMES } from '../../domain/networks.js';
import { appFaultsOf } from './app-faults.js';
import type { NetworkName, ProviderName } from '../../domain/networks.js';
import { asksToDelete, sendsCallbacks, type Callbacks } from './callbacks.js';
import { Html, html } from './html.js';
import { sendPage } from './layout.js';
import {
  IDENTITY_NETWORKS,
  SERVICE_FAULTS,
  TOKEN_BREAKS,
  identityKey,
  identityLabel,
  managedBy,
  targetKey,
} from './model.js';
import type { AppFault, How, Identity, IdentityNetwork } from './model.js';
import type { Store } from './store.js';
import { parameters } from './wire.js';

const HOW: Record<How, string> = {
  expire: 'Expire the authorization',
  revoke: 'Revoke the authorization',
  password: 'Change the password',
  checkpoint: 'Lock (checkpoint)',
  remove_page: 'Remove from its profile',
  remove_profile: 'Remove the profile',
  down: 'Make the network unavailable',
  slow: 'Make the network slow',
  rate_limit: 'Hit the rate limit',
  unknown_error: 'Return an undocumented error',
  html: 'Return a proxy’s error page',
};

const BADGES: Record<How, string> = {
  expire: 'expired',
  revoke: 'revoked',
  password: 'password changed',
  checkpoint: 'locked',
  remove_page: 'accounts removed',
  remove_profile: 'profile removed',
  down: 'network unavailable',
  slow: 'network slow',
  rate_limit: 'rate limited',
  unknown_error: 'undocumented error',
  html: 'proxy’s error page',
};

const APP_FAULT: Record<AppFault, string> = {
  disabled: 'Disable the app',
  credits: 'Use up its credits',
  version: 'Retire the API version that it calls',
  not_live: 'Take it off the air: not live, or not approved',
};

/** A separate choice; otherwise Relink would be told about every withdrawal before anything else could discover it. */
const REMOVE_APP = 'remove_app';
/** What Meta offers next to it: remove the app, and ask it to delete one's data. */
const DELETE_DATA = 'delete_data';

export function homeRoutes(store: Store, callbacks: Callbacks): Router {
  const router = Router();

  router.get('/', (_request, response) => show(response, store));

  router.post('/break', async (request, response) => {
    const { target = '', how } = parameters(request.body);
    const fault = how === REMOVE_APP || how === DELETE_DATA ? 'revoke' : how;
    const chosen = [...TOKEN_BREAKS, ...SERVICE_FAULTS].find((each) => each === fault);
    if (chosen && store.breakable(target, chosen)) store.break(target, chosen);
    if (how === REMOVE_APP) callbacks.appRemoved(store.identity(target));
    if (how === DELETE_DATA) callbacks.deletionRequested(store.identity(target));
    if (how === 'heal') store.heal(target);
    await store.save();
    response.redirect(303, '/');
  });

  router.post('/app', async (request, response) => {
    const { provider: name, fault: wanted } = parameters(request.body);
    const provider = PROVIDER_NAMES.find((each) => each === name);
    const fault = provider && appFaultsOf(provider).find((each) => each === wanted);
    if (provider) store.setAppFault(provider, fault ?? null);
    await store.save();
    response.redirect(303, '/');
  });

  router.post('/sign-in', async (request, response) => {
    const { target = '', on } = parameters(request.body);
    const identity = store.identity(target);
    if (identity && !identity.removed) store.setSignedIn(identity, on === 'yes');
    await store.save();
    response.redirect(303, '/');
  });

  router.post('/add', async (request, response) => {
    const { owner, network = '', name = '', id = '' } = parameters(request.body);
    const known = owner === undefined ? undefined : store.identity(owner);
    const account = { id: id.trim() || String(randomInt(1e14, 2e14)), name: name.trim() };
    if (known && account.name && isManaged(known, network)) {
      store.put({ ...known, manages: [...known.manages, { network, ...account }] });
    } else if (owner === undefined && account.name && isIdentityNetwork(network)) {
      store.put({ network, ...account });
    }
    await store.save();
    response.redirect(303, '/');
  });

  return router;
}

function isManaged(identity: Identity, network: string): network is NetworkName {
  return managedBy(identity.network).some((each) => each === network);
}

function isIdentityNetwork(network: string): network is IdentityNetwork {
  return (IDENTITY_NETWORKS as readonly string[]).includes(network);
}

function show(response: Response, store: Store): void {
  const sections = IDENTITY_NETWORKS.map((network) => {
    const people = store.identities().filter((identity) => identity.network === network);
    return html`<h2>${identityLabel(network)}</h2>
      ${people.length === 0 && html`<p class="soft">No one yet.</p>`}
      ${people.map((each) => person(store, each, managedBy(network)))}`;
  });
  sendPage(
    response,
    { network: 'networks', title: 'Simulated networks', color: '#4b5563', wide: true },
    html`<p>Break something here, then watch Relink get it reconnected.</p>
      ${sections}
      <h2>Relink’s own app</h2>
      <p>Not the accounts, but the app that asks for them. No one at an archive can do anything about it.</p>
      ${PROVIDER_NAMES.map((provider) => ownApp(store, provider))}
      <h2>Add someone</h2>
      ${addForm(
        IDENTITY_NETWORKS.map((value) => ({ value, label: identityLabel(value) })),
        'Add',
      )}`,
  );
}

function ownApp(store: Store, provider: ProviderName): Html {
  const label = PROVIDER_LABELS[provider];
  const now = store.appFault(provider);
  return html`<div class="target">
    <div class="who"><strong>${label}</strong> ${now !== undefined && html`<span class="badge">${now}</span>`}</div>
    <form method="post" action="/app">
      <input type="hidden" name="provider" value="${provider}" />
      <select name="fault" aria-label="What happens to the app at ${label}">
        ${appFaultsOf(provider).map((fault) => html`<option value="${fault}">${APP_FAULT[fault]}</option>`)}
        <option value="">Make it well again</option>
      </select>
      <button aria-label="Do it to the app at ${label}">Do it</button>
    </form>
  </div>`;
}

function person(store: Store, identity: Identity, networks: readonly NetworkName[]): Html {
  const key = identityKey(identity);
  const accounts = identity.manages.map(({ network, id, name }) =>
    target(store, targetKey(network, id), name, `${NETWORKS[network].label}, ${id}`, true),
  );
  return html`<article class="person">
    ${target(store, key, identity.name, identity.id, identity.manages.length > 0)} ${accounts}
    <form method="post" action="/sign-in">
      <input type="hidden" name="target" value="${key}" />
      <button name="on" value="${identity.signedIn ? 'no' : 'yes'}" ${new Html(identity.removed ? 'disabled' : '')}>
        ${identity.signedIn ? `Sign ${identity.name} out` : `Sign in as ${identity.name} in every browser`}
      </button>
    </form>
    ${
      networks.length > 0 &&
      html`<details>
        <summary>Add an account that ${identity.name} manages</summary>
        ${addForm(
          networks.map((value) => ({ value, label: NETWORKS[value].label })),
          'Add account',
          key,
        )}
      </details>`
    }
  </article>`;
}

function target(store: Store, key: string, name: string, detail: string, removable: boolean): Html {
  const problems = store.problems(key);
  const choices = [...TOKEN_BREAKS, ...SERVICE_FAULTS].filter(
    (how) => store.breakable(key, how) && (removable || how !== 'remove_page'),
  );
  // For someone who manages accounts, this takes all of them away.
  const labelOf = (how: How) => (how === 'remove_page' && store.identity(key) ? 'Remove the accounts' : HOW[how]);
  return html`<div class="target">
    <div class="who">
      <strong>${name}</strong> <small>${detail}</small>
      ${problems.map((how) => html`<span class="badge">${BADGES[how]}</span> `)}
    </div>
    <form method="post" action="/break">
      <input type="hidden" name="target" value="${key}" />
      <select name="how" aria-label="What happens to ${name}">
        ${choices.map((how) => html`<option value="${how}">${labelOf(how)}</option>`)}
        ${
          sendsCallbacks(store.identity(key)?.network) &&
          html`<option value="${REMOVE_APP}">Remove the app: revoke, and notify Relink</option>`
        }
        ${
          asksToDelete(store.identity(key)?.network) &&
          html`<option value="${DELETE_DATA}">Remove the app, and ask to have the data deleted</option>`
        }
        <option value="heal">Repair</option>
      </select>
      <button aria-label="Apply to ${name}">Apply</button>
    </form>
  </div>`;
}

function addForm(networks: readonly { value: string; label: string }[], button: string, owner?: string): Html {
  return html`<form method="post" action="/add">
    ${owner !== undefined && html`<input type="hidden" name="owner" value="${owner}" />`}
    <label class="field"
      >Network
      <select name="network">
        ${networks.map(({ value, label }) => html`<option value="${value}">${label}</option>`)}
      </select>
    </label>
    <label class="field">Name <input name="name" required maxlength="80" autocomplete="off" /></label>
    <label class="field">ID at the network (optional) <input name="id" maxlength="80" autocomplete="off" /></label>
    <button>${button}</button>
  </form>`;
}
