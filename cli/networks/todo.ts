/** What is to be done in a developer console, in order. Whether it is done, only the console knows. */
import { PROVIDER_LABELS, redirectUri } from '../../domain/networks.js';
import { SCOPES } from '../../networks/index.js';
import type { ProviderCheck } from './check.js';
import { CONSOLES } from './consoles.js';

const UNKNOWN = '<PUBLIC_URL>';

export function todoFor({ provider, state, diagnoses }: ProviderCheck, publicUrl: string | null): string {
  const { name, url, clientId, redirect, webhooks, review } = CONSOLES[provider];
  const at = publicUrl ?? UNKNOWN;
  const variables = `${provider.toUpperCase()}_CLIENT_ID and ${provider.toUpperCase()}_CLIENT_SECRET`;
  const steps = [
    ...(state === 'real' ? [] : [`Make an app, and set ${variables} (${clientId.where})`]),
    ...diagnoses.filter(({ ok, unsure }) => !ok && !unsure).map(({ what, detail }) => `Put right – ${what}: ${detail}`),
    `${redirect}: ${redirectUri(at, provider)}`,
    ...webhooks.map(({ path, where }) => `${where}: ${at}${path}`),
    ...review.map((step) => step.replace('{scopes}', SCOPES[provider].join(', '))),
    `\`npm run networks check\` once more; then one sign-in at ${PROVIDER_LABELS[provider]} from the page of an owner`,
  ];
  return list(`${name} (${url})`, steps);
}

export function mailTodo(publicUrl: string | null): string {
  return list('Resend (https://resend.com/webhooks)', [
    `Add a webhook for all email.* events: ${publicUrl ?? UNKNOWN}/webhooks/resend`,
    'Set RESEND_WEBHOOK_SECRET to its signing secret; `npm run relink -- doctor` looks at the rest',
  ]);
}

const list = (title: string, steps: readonly string[]): string =>
  [title, ...steps.map((step, i) => `  ${i + 1}. ${step}`)].join('\n');
