/** The overview page for a person who is trying out Relink: everyone at every simulated network, and what can be done to them. */
import { randomInt } from 'node:crypto';
import { Router } from 'express';
import type { Response } from 'express';
import { NETWORKS } from '../../domain/networks.js';
import type { NetworkName } from '../../domain/networks.js';
import { asksToDelete, tells, type Callbacks } from './callbacks.js';
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
import type { How, Identity, IdentityNetwork } from './model.js';
import type { Store } from './store.js';
import { parameters } from './wire.js';

const HOW: Record<How, string> = {
  expire: 'Let its authorization expire',
  revoke: 'Withdraw its authorization',
  password: 'Change the password',
  checkpoint: 'Lock it (checkpoint)',
  remove_page: 'Take it from its profile',
  remove_profile: 'Remove the profile',
  down: 'Take the network down for it',
  slow: 'Make the network slow for it',
  rate_limit: 'Reach its rate limit',
  unknown_error: 'Answer with an error that is in no documentation',
  html: 'Put a proxy’s error page in between',
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
    const wanted = how === REMOVE_APP || how === DELETE_DATA ? 'revoke' : how;
    const chosen = [...TOKEN_BREAKS, ...SERVICE_FAULTS].find((each) => each === wanted);
    if (chosen && store.breakable(target, chosen)) store.break(target, chosen);
    if (how === REMOVE_APP) callbacks.appRemoved(store.identity(target));
    if (how === DELETE_DATA) callbacks.deletionRequested(store.identity(target));
    if (how === 'heal') store.heal(target);
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
      ${people.length === 0 && html`<p class="soft">Nobody yet.</p>`}
      ${people.map((each) => person(store, each, managedBy(network)))}`;
  });
  sendPage(
    response,
    { network: 'networks', title: 'Simulated networks', color: '#4b5563', wide: true },
    html`<p>Break something here, then watch Relink get it reconnected.</p>
      ${sections}
      <h2>Add somebody</h2>
      ${addForm(
        IDENTITY_NETWORKS.map((value) => ({ value, label: identityLabel(value) })),
        'Add',
      )}`,
  );
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
        ${identity.signedIn ? `Sign ${identity.name} out` : `Sign ${identity.name} in, in every browser`}
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
  const ills = store.ills(key);
  const choices = [...TOKEN_BREAKS, ...SERVICE_FAULTS].filter(
    (how) => store.breakable(key, how) && (removable || how !== 'remove_page'),
  );
  return html`<div class="target">
    <div class="who">
      <strong>${name}</strong> <small>${detail}</small>
      ${ills.map((how) => html`<span class="badge">${how}</span> `)}
    </div>
    <form method="post" action="/break">
      <input type="hidden" name="target" value="${key}" />
      <select name="how" aria-label="What happens to ${name}">
        ${choices.map((how) => html`<option value="${how}">${HOW[how]}</option>`)}
        ${
          tells(store.identity(key)?.network) &&
          html`<option value="${REMOVE_APP}">Remove the app: withdraw, and tell Relink</option>`
        }
        ${
          asksToDelete(store.identity(key)?.network) &&
          html`<option value="${DELETE_DATA}">Remove the app, and ask to have the data deleted</option>`
        }
        <option value="heal">Make it well again</option>
      </select>
      <button aria-label="Do it to ${name}">Do it</button>
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
    <label class="field"
      >Id at the network (empty: made up) <input name="id" maxlength="80" autocomplete="off"
    /></label>
    <button>${button}</button>
  </form>`;
}
