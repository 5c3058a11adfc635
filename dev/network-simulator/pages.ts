/**
 * The pages that a person sees at a simulated network: signing in, consenting, being locked out. Every form posts to its page's own
 * address.
 */
import type { Response } from 'express';
import { NETWORKS, PROVIDER_LABELS } from '../../domain/networks.js';
import type { Dialect } from './dialect.js';
import { Html, html } from './html.js';
import { sendPage } from './layout.js';
import { targetKey } from './model.js';
import type { Identity } from './model.js';

interface View {
  response: Response;
  dialect: Dialect;
  /** The app that asks for permission. */
  appName: string;
  /** The address of this request, for links back to it. */
  address: string;
}

const CANCEL = html`<form method="post">
  <button class="wide" name="step" value="cancel">Cancel</button>
</form>`;

function show(view: View, title: string, body: Html, status = 200): void {
  const { dialect } = view;
  const network = PROVIDER_LABELS[dialect.provider];
  sendPage(view.response, { network, title, color: dialect.color, status }, body);
}

export function signInPage(view: View, identities: readonly Identity[]): void {
  const network = PROVIDER_LABELS[view.dialect.provider];
  const { who } = view.dialect;
  const people = identities.map(
    ({ id, name }) =>
      html`<li>
        <form method="post">
          <input type="hidden" name="step" value="sign_in" />
          <button class="wide main" name="identity" value="${id}">Continue as ${name}</button>
        </form>
        <small>${id}</small>
      </li>`,
  );
  const choice =
    people.length > 0
      ? html`<p>No password needed. Choose who you are.</p>
          <ul>
            ${people}
          </ul>`
      : html`<p>There’s no ${who} here yet. Add one below.</p>`;
  show(
    view,
    `Sign in to ${network}`,
    html`${choice}
      <details ${new Html(people.length > 0 ? '' : 'open')}>
        <summary>Use another ${who}</summary>
        <form method="post">
          <input type="hidden" name="step" value="add" />
          <label class="field">Name <input name="name" required maxlength="80" autocomplete="off" /></label>
          <button class="wide">Add and continue</button>
        </form>
      </details>
      <hr />
      ${CANCEL}`,
  );
}

export function consentPage(view: View, identity: Identity, scopes: readonly string[]): void {
  const { declined = [], declinedScopes = [] } = identity.consent ?? {};
  const boxes = identity.manages.map(({ network, id, name }) => {
    const key = targetKey(network, id);
    const checked = new Html(declined.includes(key) ? '' : 'checked');
    return html`<label class="box">
      <input type="checkbox" name="account" value="${key}" ${checked} />
      <span>${name} (${NETWORKS[network].label})</span>
    </label>`;
  });
  show(
    view,
    `Allow ${view.appName} to archive your accounts?`,
    html`<p>Signed in as <strong>${identity.name}</strong>. <a href="${withSwitch(view.address)}">Not you?</a></p>
      <form method="post">
        <input type="hidden" name="step" value="consent" />
        <input type="hidden" name="identity" value="${identity.id}" />
        ${
          boxes.length > 0 &&
          html`<fieldset>
            <legend>Accounts</legend>
            ${boxes}
          </fieldset>`
        }
        <details>
          <summary>Permissions that ${view.appName} requests</summary>
          <input type="hidden" name="permissions" value="shown" />
          ${scopes.map((scope) => permissionBox(view.dialect, scope, declinedScopes))}
        </details>
        <div class="actions">
          <button name="step" value="cancel">Cancel</button>
          <button class="main">Allow</button>
        </div>
      </form>`,
  );
}

function permissionBox({ declinable }: Dialect, scope: string, declined: readonly string[]): Html {
  if (!declinable?.(scope)) return html`<p><small>${scope}</small></p>`;
  const checked = new Html(declined.includes(scope) ? '' : 'checked');
  return html`<label class="box">
    <input type="checkbox" name="permission" value="${scope}" ${checked} />
    <small>${scope}</small>
  </label>`;
}

export function signedOutPage(view: View): void {
  const network = PROVIDER_LABELS[view.dialect.provider];
  show(view, `You are signed out of ${network}`, html`<p>You can close this tab.</p>`);
}

export function lockedPage(view: View, identity: Identity): void {
  const network = PROVIDER_LABELS[view.dialect.provider];
  const { who } = view.dialect;
  show(
    view,
    `${network} has locked this ${who}`,
    html`<p>
        <strong>${identity.name}</strong> can’t sign in until you confirm that it’s really you. Reconnecting won’t work
        before then.
      </p>
      <form method="post">
        <input type="hidden" name="step" value="confirm" />
        <button class="wide main" name="identity" value="${identity.id}">Confirm that it’s me</button>
      </form>
      <p><a href="${withSwitch(view.address)}">Use another ${who}</a></p>
      ${CANCEL}`,
  );
}

/** Shown for a request that must not redirect back to its sender. */
export function refusalPage(view: View, explanation: string): void {
  const network = PROVIDER_LABELS[view.dialect.provider];
  show(view, `${network} can’t continue`, html`<p>${explanation}</p>`, 400);
}

function withSwitch(address: string): string {
  return `${address}&switch=1`;
}
