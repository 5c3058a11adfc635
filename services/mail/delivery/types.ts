import type { emails, dueSteps, disconnects, accounts } from '../../../db/schema.js';
import type { EmailContent } from '../../../emails/content.js';
import type { Recipients } from './recipients.js';

/** The rows and drafts that the stages of a delivery pass to each other. */
export type EmailRow = typeof emails.$inferSelect;

export type DueStep = typeof dueSteps.$inferSelect;

/** A due step with everything that its email needs to describe it. */
export interface ClaimedStep {
  due: DueStep;
  disconnect: typeof disconnects.$inferSelect;
  account: typeof accounts.$inferSelect;
}

export interface Draft {
  kind: (typeof emails.$inferSelect)['kind'];
  recipients: Recipients;
  content: EmailContent;
}
