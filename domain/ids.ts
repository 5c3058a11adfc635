/** Ids and names that appear in Temporal's Web UI and in the API. They contain no personal data. */

export const ID_PREFIXES = {
  archive: 'arc',
  user: 'usr',
  account: 'acc',
  parentProfile: 'par',
  disconnect: 'dsc',
  dueStep: 'due',
  email: 'eml',
  batch: 'bat',
  link: 'lnk',
  session: 'ses',
  signInLink: 'sgn',
  transfer: 'trf',
  pendingSignIn: 'psi',
  authorization: 'aut',
  surgeHold: 'srg',
  apiKey: 'key',
} as const;
export type IdKind = keyof typeof ID_PREFIXES;

export const disconnectWorkflowId = (disconnectId: string) => `disconnect/${disconnectId}`;
export const transferWorkflowId = (transferId: string) => `transfer/${transferId}`;
export const mailerWorkflowId = (archiveId: string) => `mailer/${archiveId}`;

/** Returns the id of the disconnect that a workflow id stands for, or null. */
export function disconnectIdOf(workflowId: string): string | null {
  return workflowId.startsWith('disconnect/') ? workflowId.slice('disconnect/'.length) : null;
}

export const TASK_QUEUES = { disconnects: 'relink', refreshes: 'relink-refresh', mail: 'relink-mail' } as const;

export const ID_PATTERN = /^[A-Za-z0-9_-]+$/;
export const MAX_ID_LENGTH = 64;

/** Returns whether a text could be an id. Ids are opaque, so a malformed one is treated like one that doesn't exist. */
export const isId = (text: string | undefined): text is string =>
  text !== undefined && text.length <= MAX_ID_LENGTH && ID_PATTERN.test(text);

export interface DisconnectRef {
  archiveId: string;
  disconnectId: string;
}

export interface TransferRef {
  archiveId: string;
  transferId: string;
}
