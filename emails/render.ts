/**
 * Renders content to the bytes of an email. Pure: the same content gives the same bytes on every call and in every
 * process.
 */
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { adminNotice } from './admin-notice.js';
import type { EmailContent, Template } from './content.js';
import { disconnectedAgain } from './disconnected-again.js';
import { expiring } from './expiring.js';
import { first } from './first.js';
import { withOutlookColumn } from './layout.js';
import { invitation } from './invitation.js';
import { link } from './link.js';
import { moved } from './moved.js';
import { reconnected } from './reconnected.js';
import { reminder } from './reminder.js';
import { signIn } from './sign-in.js';
import { transferred } from './transferred.js';
import { weeklySummary } from './weekly-summary.js';

export interface RenderedEmail {
  subject: string;
  html: string;
  text: string;
}

export function renderEmail(content: EmailContent): RenderedEmail {
  switch (content.kind) {
    case 'first':
      return rendered(first, content);
    case 'reminder':
      return rendered(reminder, content);
    case 'disconnected_again':
      return rendered(disconnectedAgain, content);
    case 'reconnected':
      return rendered(reconnected, content);
    case 'transferred':
      return rendered(transferred, content);
    case 'link':
      return rendered(link, content);
    case 'sign_in':
      return rendered(signIn, content);
    case 'moved':
      return rendered(moved, content);
    case 'invitation':
      return rendered(invitation, content);
    case 'expiring':
      return rendered(expiring, content);
    case 'weekly_summary':
      return rendered(weeklySummary, content);
    default:
      return rendered(adminNotice, content);
  }
}

function rendered<C extends EmailContent>(template: Template<C>, content: C): RenderedEmail {
  return { subject: template.subject(content), html: page(template.html(content)), text: template.text(content) };
}

function page(element: ReactElement): string {
  return `<!DOCTYPE html>${withOutlookColumn(renderToStaticMarkup(element))}`;
}
