/** Pausing and resuming emails, for the pages that offer it. */
import type { Response } from 'express';
import { pauseDisconnect, PauseInput, resumeDisconnect } from '../../services/disconnects/pause.js';
import { validate } from '../../services/input/validate.js';
import { endOfDay } from './dates.js';
import { field, submit, type Form } from './forms.js';
import { signedInPerson } from '../render/signed-in.js';
import type { WebContext } from '../web-context.js';

/** Pauses until the end of the day that was typed, on the person's calendar. */
export async function submitPause({ context }: WebContext, res: Response, disconnectId: string, form: Form) {
  const { principal, timeZone } = signedInPerson(res);
  const typed = { until: field(form, 'until'), reason: field(form, 'reason') };
  const until = endOfDay(typed.until, timeZone)?.toISOString();
  const { errors } = await submit(res, async () =>
    pauseDisconnect(context, principal, disconnectId, validate(PauseInput, { until, reason: typed.reason })),
  );
  return { errors, typed };
}

export const submitResume = ({ context }: WebContext, res: Response, disconnectId: string) =>
  submit(res, () => resumeDisconnect(context, signedInPerson(res).principal, disconnectId));
