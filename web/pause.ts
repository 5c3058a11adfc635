/** Pausing and resuming from the pages that offer it: the API's own calls. */
import type { Response } from 'express';
import { disconnectRoutes } from '../api/disconnects.js';
import { routeNamed } from '../http/perform.js';
import { endOfDay } from './dates.js';
import { attempt, field, type Form } from './forms.js';
import { signedInPerson } from './require-sign-in.js';
import type { WebContext } from './web-context.js';

const PAUSE = routeNamed(disconnectRoutes, 'POST /v1/disconnects/{id}/pause');
const RESUME = routeNamed(disconnectRoutes, 'POST /v1/disconnects/{id}/resume');

/** Until the end of the day that was typed, on the person's calendar. */
export async function pause(web: WebContext, res: Response, disconnectId: string, form: Form) {
  const typed = { until: field(form, 'until'), reason: field(form, 'reason') };
  const until = endOfDay(typed.until, signedInPerson(res).timeZone);
  const body = { ...(until && { until: until.toISOString() }), reason: typed.reason };
  const { errors } = await attempt(web, res, PAUSE, { params: { id: disconnectId }, body });
  return { errors, typed };
}

export const resume = (web: WebContext, res: Response, disconnectId: string) =>
  attempt(web, res, RESUME, { params: { id: disconnectId }, body: {} });
