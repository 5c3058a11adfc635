/** How the API shows who did something. */
import { z } from 'zod';
import type { Actor } from '../domain/actor.js';

export const ActorOut = z
  .object({ kind: z.string(), id: z.string().nullable(), name: z.string() })
  .meta({ id: 'Actor' });

export const actorView = (actor: Actor): z.input<typeof ActorOut> => ({
  kind: actor.kind,
  id: actor.id ?? null,
  name: recordedAs(actor),
});

/**
 * Names the actor in English, whatever the archive's language, because programs read this. A reconnect by a visitor is "through the
 * Personalized Link of" its owner.
 */
export function recordedAs({ kind, name, through }: Actor): string {
  if (kind === 'archive') return `API key "${name}"`;
  if (kind === 'link') return `through the Personalized Link of ${name}`;
  return through ? `${name} through the API key "${through.name}" (${through.id})` : name;
}
