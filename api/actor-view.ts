/** Who did something, as the API names them. */
import { z } from 'zod';
import type { Actor } from '../domain/actor.js';

export const ActorOut = z
  .object({
    kind: z.string(),
    id: z.string().nullable(),
    name: z.string(),
    through: z
      .object({ id: z.string(), name: z.string() })
      .optional()
      .meta({ description: 'The API key that acted for the person' }),
  })
  .meta({ id: 'Actor' });

export const actorView = ({ kind, id, name, through }: Actor): z.input<typeof ActorOut> => ({
  kind,
  id: id ?? null,
  name,
  through,
});
