/** Emails that a limit holds back until their turn comes (domain/mail-limits.ts). */
import { sql } from 'drizzle-orm';
import { emails } from '../../db/schema.js';

/** Whether the email's turn is still to come. */
export const isHeldBack = sql<boolean>`coalesce(${emails.notBefore} > now(), false)`;
