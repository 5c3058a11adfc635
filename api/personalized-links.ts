/** `/v1/users/{id}/personalized-link`: Configure → Connect Accounts → "Send link via email" or "Copy link to clipboard". */
import { z } from 'zod';
import { write, type Route } from '../http/route.js';
import { LinkPointer, linkUrl } from '../services/access/personalized-links.js';
import { id } from '../services/input/fields.js';
import { EmailPlacement, placementView } from './email-placement.js';
import {
  copyPersonalizedLink,
  PersonalizedLinkInput,
  sendPersonalizedLink,
} from '../services/people/personalized-link.js';

export const personalizedLinkRoutes: Route[] = [
  write({
    method: 'post',
    path: '/v1/users/{id}/personalized-link',
    summary: 'Email or copy an Account Owner’s personalized link',
    description:
      '`renew` creates a new link. The old link, and everything started with it, stops working. With `copy`, a key needs the `act` scope too, because whoever has the link acts as its owner.',
    tag: 'People',
    access: sendPersonalizedLink.access,
    params: z.strictObject({ id }),
    body: PersonalizedLinkInput,
    answers: {
      200: { description: 'With `copy`: the link', body: z.object({ url: z.string() }) },
      202: { description: 'With `email`: the email is on its way', body: EmailPlacement },
    },
    async handle({ context, principal, params, body }) {
      if (body.delivery === 'copy')
        return { status: 200, body: await copyPersonalizedLink(context, principal, params.id, body) };
      return { status: 202, body: placementView(await sendPersonalizedLink(context, principal, params.id, body)) };
    },
    reveal({ context: { config } }, body) {
      const pointer = LinkPointer.safeParse(body);
      return pointer.success ? { url: linkUrl(config.keys, config.publicUrl, pointer.data) } : body;
    },
  }),
];
