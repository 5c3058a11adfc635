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
import { securityNotice } from './security-notice.js';
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
      return renderTemplate(first, content);
    case 'reminder':
      return renderTemplate(reminder, content);
    case 'disconnected_again':
      return renderTemplate(disconnectedAgain, content);
    case 'reconnected':
      return renderTemplate(reconnected, content);
    case 'transferred':
      return renderTemplate(transferred, content);
    case 'link':
      return renderTemplate(link, content);
    case 'sign_in':
      return renderTemplate(signIn, content);
    case 'moved':
      return renderTemplate(moved, content);
    case 'invitation':
      return renderTemplate(invitation, content);
    case 'expiring':
      return renderTemplate(expiring, content);
    case 'weekly_summary':
      return renderTemplate(weeklySummary, content);
    case 'security_notice':
      return renderTemplate(securityNotice, content);
    default:
      return renderTemplate(adminNotice, content);
  }
}

function renderTemplate<C extends EmailContent>(template: Template<C>, content: C): RenderedEmail {
  return { subject: template.subject(content), html: page(template.html(content)), text: template.text(content) };
}

function page(element: ReactElement): string {
  return `<!DOCTYPE html>${withOutlookColumn(renderToStaticMarkup(element))}`;
}
