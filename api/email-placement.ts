/** What became of a request for an email, and the emails that wait for their turn. */
import { z } from 'zod';
import { instantOut, iso, isoOrNull } from '../services/input/fields.js';
import type { HeldBack, Placement } from '../services/outbox/queue.js';

export const EmailPlacement = z
  .object({
    email: z.object({
      merged: z
        .boolean()
        .meta({ description: 'An email with the same content is already on its way, so there’s no second one' }),
      notBefore: instantOut.nullable().meta({
        description: 'When it goes out, if this person or archive has reached the limit of emails. Null: now',
      }),
    }),
  })
  .meta({ id: 'EmailPlacement' });

export const placementView = (placement: Placement): z.input<typeof EmailPlacement> => ({
  email: {
    merged: placement.outcome === 'merged',
    notBefore: placement.outcome === 'refused' ? null : isoOrNull(placement.notBefore),
  },
});

/** Only in the response if any wait. */
export const HeldBackEmails = z.object({ emails: z.int(), until: instantOut }).meta({
  description: 'How many emails wait because the archive has reached its limit, and when the last one goes out',
});

export const heldBackView = ({ emails, until }: HeldBack): z.input<typeof HeldBackEmails> => ({
  emails,
  until: iso(until),
});
