/** Who did something, as the API names them. */
import { z } from 'zod';
import type { Actor } from '../domain/actor.js';
import { recordedAs } from '../i18n/actors.js';

export const ActorOut = z
  .object({ kind: z.string(), id: z.string().nullable(), name: z.string() })
  .meta({ id: 'Actor' });

export const actorView = (actor: Actor): z.input<typeof ActorOut> => ({
  kind: actor.kind,
  id: actor.id ?? null,
  name: recordedAs(actor),
});
