/** Who did something. Names are kept as they were then; what is said of it is made where it is shown (i18n/actors.ts). */
export interface Actor {
  /** `archive`: a program with an API key of the archive. `link`: whoever opened an owner's Personalized Link. */
  kind: 'archive' | 'user' | 'link' | 'relink' | 'operator' | 'network' | 'provider';
  /** Of the API key, the person or the link. */
  id?: string;
  /** Of the API key, the person, the owner of the link, the network's company. */
  name: string;
  /** The API key that acted for the person. */
  through?: { id: string; name: string };
}

export const RELINK: Actor = { kind: 'relink', name: 'Relink' };
