/** Composes what an email to an owner says about the steps that it combines, and decides whether it copies the administrators. */
import { NETWORKS } from '../../../domain/networks.js';
import { copiesAdministrators, FIRST_STEP } from '../../../domain/series.js';
import { LINK_PLACEHOLDER, type ClosedBy, type DisconnectedAccount } from '../../../emails/content.js';
import type { ClaimedStep, Draft } from './types.js';
import { contactFor, localeOf, recipientsOf, type NamedPerson, type People } from './recipients.js';
import type { Group } from './group-due-steps.js';

export interface ContentRequest {
  group: Group;
  steps: readonly ClaimedStep[];
  owner: NamedPerson;
  people: People;
  publicUrl: string;
}

/** Returns null when there is no one left to write to. */
export function contentOf({ group, steps, owner, people, publicUrl }: ContentRequest): Draft | null {
  const current = latestOfEach(steps);
  const copied = shouldCopy(group, steps);
  const recipients = recipientsOf(people, owner, copied);
  if (!recipients) return null;
  const { archive } = people;
  // If the owner's address is dead, someone else reads the email.
  const reader =
    recipients.to === owner.email ? owner : people.administrators.find(({ email }) => email === recipients.to);
  const [only] = current;
  const shared = {
    archiveName: archive.name,
    productName: people.productName,
    timeZone: archive.timeZone,
    locale: localeOf(people, reader),
    helpUrl: `${publicUrl}/help/reasons`,
    contact: contactFor(people, reader),
    ownerName: owner.name,
    dashboardUrl: `${publicUrl}/owners/${owner.id}`,
    copied: recipients.cc.length > 0,
  };
  // "The link in an email leads to the account in question."
  const link = current.length === 1 && only ? `${LINK_PLACEHOLDER}.${only.account.id}` : LINK_PLACEHOLDER;
  const connectUrl = reader === owner ? link : null;
  if (group.kind === 'reconnected') {
    const accounts = current.map((step) => ({
      ...disconnectedAccount(step),
      reconnectedAt: reconnectedAt(step),
      closedBy: closedBy(step, owner),
    }));
    return {
      kind: 'reconnected',
      recipients,
      content: {
        ...shared,
        kind: 'reconnected',
        connectUrl,
        accounts,
      },
    };
  }
  const accounts = current.map(disconnectedAccount);
  if (group.kind === 'disconnected_again') {
    return {
      kind: 'disconnected_again',
      recipients,
      content: { ...shared, kind: 'disconnected_again', connectUrl, accounts },
    };
  }
  const steps_ = current.filter(({ due }) => due.kind === 'step');
  if (steps_.length === 0)
    return { kind: 'transferred', recipients, content: { ...shared, kind: 'transferred', connectUrl, accounts } };
  // When steps share an email, a first step or a transferred disconnect makes it a first email; otherwise, the highest step counts.
  const number = Math.max(...steps_.map(({ due }) => due.step));
  return steps_.some(({ due }) => due.step === FIRST_STEP) || steps_.length < current.length
    ? { kind: 'first', recipients, content: { ...shared, kind: 'first', connectUrl, accounts } }
    : { kind: 'reminder', recipients, content: { ...shared, kind: 'reminder', number, connectUrl, accounts } };
}

/** Keeps only the highest step of each disconnect, sorted by account name. */
function latestOfEach(steps: readonly ClaimedStep[]): ClaimedStep[] {
  const latest = new Map<string, ClaimedStep>();
  const rank = ({ due }: ClaimedStep) => due.series * 10 + due.step;
  for (const step of steps) {
    const other = latest.get(step.disconnect.id);
    if (!other || rank(step) > rank(other)) latest.set(step.disconnect.id, step);
  }
  const key = ({ account }: ClaimedStep) => `${account.name}\n${NETWORKS[account.network].label}\n${account.id}`;
  return [...latest.values()].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/**
 * "The same administrators as step 0": the email copies them if any of its steps does, including overdue steps that a higher one
 * replaces. A confirmation always copies them, because it is only sent if someone was emailed about the disconnect.
 */
function shouldCopy(group: Group, steps: readonly ClaimedStep[]): boolean {
  if (group.kind === 'reconnected') return true;
  return group.kind === 'series' && steps.some(({ due }) => due.kind === 'step' && copiesAdministrators(due.step));
}

const disconnectedAccount = ({ account, disconnect }: ClaimedStep): DisconnectedAccount => ({
  accountName: account.name,
  network: account.network,
  reason: disconnect.reason,
  disconnectedSince: disconnect.detectedAt.toISOString(),
});

const reconnectedAt = ({ disconnect }: ClaimedStep) =>
  (disconnect.resumedAt ?? disconnect.closedAt ?? disconnect.reportedAt).toISOString();

function closedBy({ disconnect: { closedBy: actor } }: ClaimedStep, owner: NamedPerson): ClosedBy {
  switch (actor?.kind) {
    case 'link':
      return { by: 'personalized_link', ownerName: owner.name };
    case 'user':
      return actor.id === owner.id ? { by: 'owner', ownerName: owner.name } : { by: 'administrator', name: actor.name };
    case 'relink':
      return { by: 'renewed' };
    default:
      return { by: 'archive' };
  }
}
