/** The actor behind an event. The name is a snapshot from that moment; i18n/actors.ts composes the wording for display. */
export interface Actor {
  /** `archive`: a program that uses one of the archive's API keys. `link`: anyone who opened an owner's Personalized Link. */
  kind: 'archive' | 'user' | 'link' | 'relink' | 'operator' | 'network' | 'provider';
  /** The id of the API key, the person, or the link. */
  id?: string;
  /** The name of the API key, the person, the link's owner, or the network's company. */
  name: string;
  /** The API key that acted on the person's behalf. */
  through?: { id: string; name: string };
}

/** The name that an email gives as its sender, which is a person, never a program. */
export const senderNameOfActor = ({ kind, name }: Actor): string | undefined => (kind === 'user' ? name : undefined);

export const RELINK: Actor = { kind: 'relink', name: 'Relink' };
