/** Who did something. `name` is kept as it was then. */
export interface Actor {
  kind: 'archive' | 'user' | 'link' | 'relink' | 'operator' | 'network' | 'provider';
  id?: string;
  name: string;
}

export const RELINK: Actor = { kind: 'relink', name: 'Relink' };
