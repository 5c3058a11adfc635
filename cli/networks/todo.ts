/** Lists what to do in a developer console, in order. Only the console itself shows whether it has been done. */
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
    ...(state === 'real' ? [] : [`Create an app, and set ${variables} (${clientId.where})`]),
    ...diagnoses.filter(({ ok, unsure }) => !ok && !unsure).map(({ what, detail }) => `Fix ${what}: ${detail}`),
    `${redirect}: ${redirectUri(at, provider)}`,
    ...Object.entries(webhooks).map(([path, where]) => `${where}: ${at}${path}`),
    ...review.map((step) => step.replace('{scopes}', SCOPES[provider].join(', '))),
    `Run \`npm run networks check\` again, then sign in to ${PROVIDER_LABELS[provider]} once from an owner’s page`,
  ];
  return list(`${name} (${url})`, steps);
}

export function mailTodo(publicUrl: string | null): string {
  return list('Resend (https://resend.com/webhooks)', [
    `Add a webhook for all email.* events: ${publicUrl ?? UNKNOWN}/webhooks/resend`,
    'Set RESEND_WEBHOOK_SECRET to its signing secret. `npm run relink -- doctor` checks the rest',
  ]);
}

const list = (title: string, steps: readonly string[]): string =>
  [title, ...steps.map((step, i) => `  ${i + 1}. ${step}`)].join('\n');
